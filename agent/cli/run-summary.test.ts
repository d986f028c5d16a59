import t from 'tap'
import { emptyReport } from '../assets/run/run-report.js'
import type { RunReport } from '../assets/run/run-report.js'
import type { StagingSummary } from '../assets/actions/tool-workspace.js'
import type { CommandContext } from './command.js'
import { printReport } from './run-summary.js'

function linesOf (report: RunReport, locale: CommandContext['locale'] = 'en', explain = false): string[] {
  const written: string[] = []
  const stderr = {
    write: (text: string) => {
      written.push(text)
    }
  } as unknown as CommandContext['stderr']
  printReport({ stderr, locale } as CommandContext, report, 0, { json: false, events: false, explain })
  return written
}

function closingLines (staging: Partial<StagingSummary>, locale?: CommandContext['locale']): string[] {
  const summary: StagingSummary = {
    fileSystem: { mountPoint: '/', type: 'virtiofs', isSlow: true, decidedBy: 'probe' },
    reason: 'slow',
    staged: 0,
    inPlace: 0,
    files: 9,
    bytes: 9,
    stageInMs: 1,
    estimatedSavedMs: 0,
    ...staging
  }
  return linesOf({ ...emptyReport('game', 0, 1000), staging: summary }, locale).slice(1)
}

t.test('a run beside a slow workspace says where its tools worked and what that saved', async t => {
  t.match(closingLines({ staged: 3, estimatedSavedMs: 4120 }), [
    /slow file system \(virtiofs\): 3 tool runs worked in a local folder instead, which saved about 4\.1 s/
  ])
  t.match(closingLines({ staged: 3, estimatedSavedMs: 4120 }, 'zh-CN'), [/virtiofs.*3 次工具运行.*4\.1 秒/])
  t.match(closingLines({ staged: 1, inPlace: 2, reason: 'no-space' }), [
    /1 tool runs worked in a local folder/,
    /has no space: 2 tool runs worked in the workspace/
  ])
})

t.test('a fast workspace is not worth a line', async t => {
  t.same(
    closingLines({
      inPlace: 2,
      reason: 'fast',
      fileSystem: { mountPoint: '/', type: 'ext4', isSlow: false, decidedBy: 'type' }
    }),
    []
  )
})

t.test('a run that made much of what a slow cache had says so', t => {
  const sharedCache = {
    place: 'http://cache',
    hits: 6,
    misses: 3,
    fetchedBytes: 0,
    sent: 0,
    sentBytes: 0,
    late: 3,
    wrong: 0,
    unsent: 0
  }
  const linesWith = (isSlow: boolean): string[] =>
    linesOf({ ...emptyReport('game', 0, 1000), sharedCache: { ...sharedCache, isSlow } }).slice(1)
  t.match(linesWith(true), [
    /Shared cache http:\/\/cache: 6 results fetched/,
    /The shared cache http:\/\/cache is slow: 3 of 9 results were sooner made than fetched\./
  ])
  t.equal(linesWith(false).length, 1)
  t.end()
})

t.test('many actions that ran for one reason are told together', t => {
  const why = Array.from({ length: 11 }, (_, index) => ({
    action: `units/${index}`,
    rule: 'units',
    durationMs: 1,
    reasons: index === 4 ? ['knight.png changed'] : ['it never ran here']
  }))
  const lines = linesOf({ ...emptyReport('game', 0, 1000), why }, 'en', true)
  t.same(lines.slice(7, 12).map(line => line.trimEnd()), [
    'units/8',
    '… and 2 more',
    '  it never ran here',
    'units/4',
    '  knight.png changed'
  ])
  t.end()
})
