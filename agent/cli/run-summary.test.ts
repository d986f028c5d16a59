import t from 'tap'
import { emptyReport } from '../assets/run/run-report.js'
import type { StagingSummary } from '../assets/actions/tool-workspace.js'
import type { CommandContext } from './command.js'
import { printReport } from './run-summary.js'

function closingLines (staging: Partial<StagingSummary>, locale: CommandContext['locale'] = 'en'): string[] {
  const written: string[] = []
  const stderr = {
    write: (text: string) => {
      written.push(text)
    }
  } as unknown as CommandContext['stderr']
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
  printReport(
    { stderr, locale } as CommandContext,
    { ...emptyReport('game', 0, 1000), staging: summary },
    0,
    { json: false, events: false, explain: false }
  )
  return written.slice(1)
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
