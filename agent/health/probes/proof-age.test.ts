import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { english } from '../../messages/testing/english.js'
import { ProofRecords } from '../proof-records.js'
import { proofProbe } from './proof-age.js'

const hourMs = 3_600_000

t.test('what was never found good, is old or failed since is a finding', async t => {
  const home = t.testdir({})
  const start = Date.parse('2026-11-22T20:00:00Z')
  let nowMs = start
  const records = new ProofRecords(home, 'site')
  const probe = proofProbe('site', { 'dk.review-1': 2 }, home, () => nowMs)
  const look = async (): Promise<unknown> => (await probe.measure(new AbortController().signal))[0]
  const at = (): string => new Date(nowMs).toISOString()

  t.match(await look(), { kind: 'site', name: 'dk.review-1', value: null, state: 'warn', problem: /never/ })
  await records.looked('dk.review-1', at(), [])
  const fresh = await look()
  t.match(fresh, { value: 0 })
  t.notOk((fresh as { state?: string }).state)
  nowMs += 3 * hourMs
  t.match(english(await look()), {
    value: 3 * hourMs,
    state: 'warn',
    problem: 'the last good one is 3 h old, 2 h at most'
  })
  await records.looked('dk.review-1', at(), ['VMS: it is gone'])
  t.match(english(await look()), { value: 3 * hourMs, state: 'warn', problem: 'VMS: it is gone' })
  await records.looked('dk.review-1', at(), [])
  t.notOk((await look() as { state?: string }).state, 'a good look takes it back')

  writeFileSync(join(home, 'proofs/sites/dk.review-1.json'), '{"lastGo')
  t.match(await look(), { value: null, state: 'warn' }, 'half a record proves nothing')
})
