import t from 'tap'
import { proofItems, proofItemsIn } from '../farm/proof-item.js'
import type { ProofItem } from '../farm/proof-item.js'
import { phrase } from '../messages/phrase.js'
import { sayIn } from './page.js'
import type { View } from './page.js'
import { proofTable } from './proof-table.js'

const nowMs = Date.parse('2026-11-22T21:00:00Z')
const good = '2026-11-22T20:00:00.000Z'

function shown (proofs: ProofItem[], locale: View['locale'] = 'en', isSilent = false): string {
  const view: View = { locale, nowMs, search: '', path: '/' }
  return proofTable(view, sayIn(locale), [{ device: 'svn-1', proofs, isSilent }]).toString()
}

t.test('green is only what was proven, in time, by a machine that still reports', async t => {
  const backup: ProofItem = { id: 'backup.art', state: 'ok', lastGood: good }
  const drill: ProofItem = { id: 'drill.art', state: 'ok', lastGood: good }
  t.match(shown([backup, drill]), /grade good">proven</)
  for (
    const [why, proofs] of Object.entries<ProofItem[]>({
      'a backup without a drill': [backup],
      'a drill without a backup': [drill],
      'a drill that never was': [backup, { ...drill, lastGood: null }],
      'a finding that health has not yet counted often enough': [backup, {
        ...drill,
        problem: 'there is none'
      }],
      'an old backup': [{ ...backup, state: 'warn' }, drill]
    })
  ) {
    t.match(shown(proofs), /grade degraded">not proven</, why)
    t.notMatch(shown(proofs), /grade good/, why)
  }
  t.notMatch(shown([backup, drill], 'en', true), /grade good/, 'a machine that is silent')
  const people: ProofItem = { id: 'directory.sync', state: 'ok', lastGood: good }
  t.match(shown([people]), /grade good">proven<[^]*sync <[^>]*>directory of people</)
  t.match(shown([{ ...people, problem: 'there is none' }], 'zh-CN'), /未验证[^]*人员目录/)
  t.notMatch(shown([]), /table/)
})

t.test('an image is what the last machine pushed, with its digest; a failure is told too', async t => {
  const view: View = { locale: 'en', nowMs, search: '', path: '/' }
  const of = (device: string, item: Partial<ProofItem>): Parameters<typeof proofTable>[2][number] => ({
    device,
    isSilent: false,
    proofs: [{ id: 'image.dk.game', state: 'ok', lastGood: good, ...item }]
  })
  const older = of('linux-1', { lastGood: '2026-11-20T20:00:00.000Z', detail: 'game:1.0-1 sha256:aa' })
  const newer = of('linux-2', { detail: 'game:1.0-2 sha256:bb' })
  const page = proofTable(view, sayIn('en'), [older, newer]).toString()
  t.match(page, /grade good">proven<[^]*dk\.game <[^>]*>container image<[^]*game:1\.0-2 sha256:bb[^]*linux-2/)
  t.notMatch(page, /linux-1/)
  const failed = of('linux-1', { lastGood: null, problem: 'the step <b> failed' })
  const both = proofTable(view, sayIn('en'), [failed, newer]).toString()
  t.match(both, /not proven<[^]*the step &lt;b&gt; failed[^]*linux-1[^]*linux-2/)
})

t.test('problems are in the language of the reader, and text is text', async t => {
  const kind = phrase('jenkins.kind.job')
  const problem = phrase('jenkins.differs', { kind, path: 'games/dk/assets', fields: 'branch' })
  const page = shown([{ id: 'drift.jenkins', state: 'warn', lastGood: null, problem }], 'zh-CN')
  t.match(page, /未验证[^]*任务 games\/dk\/assets 的 branch 与配置不同[^]*从未/)
  t.notMatch(shown([{ id: 'site.a', state: 'warn', lastGood: null, problem: '<b>x' }]), /<b>/)
})

t.test('what another machine tells is taken only as far as it is that', async t => {
  const checks: Array<Parameters<typeof proofItems>[0][number]> = [
    { id: 'backup.art', state: 'ok', value: 90_000, trend: [1234.5, 99_999] },
    { id: 'site.x', state: 'warn', value: null, problem: 'it was never found good' },
    { id: 'disk.cache', state: 'ok', value: 1 }
  ]
  const items = proofItems(checks, good)
  t.strictSame(items, [
    { id: 'backup.art', state: 'ok', lastGood: '2026-11-22T19:58:00.000Z', trend: [1230, 100_000] },
    { id: 'site.x', state: 'warn', lastGood: null, problem: 'it was never found good' }
  ])
  t.strictSame(proofItemsIn(JSON.parse(JSON.stringify(items))), items)
  const odd = [null, 7, { id: 'disk.x', state: 'ok' }, { id: 'site.x', state: 'green' }, {
    id: 'site.y',
    state: 'ok',
    lastGood: 'soon',
    trend: ['1', -1],
    problem: 7
  }]
  t.strictSame(proofItemsIn(odd), [{ id: 'site.y', state: 'ok', lastGood: null }])
  t.strictSame(proofItemsIn('x'), [])
})
