import fc from 'fast-check'
import t from 'tap'
import type { Job } from './job.js'
import { expiredJobs, RetentionTime } from './retention.js'
import { nextJobs } from './schedule.js'
import { overlaps } from './workspace.js'

const job = fc
  .record({
    kind: fc.constantFrom('assets', 'ccsui'),
    workspace: fc.constantFrom('/w', '/w/a', '/w/a/b', '/w/ab', '/x'),
    state: fc.constantFrom('queued', 'running', 'done'),
    isCancelled: fc.boolean()
  })
  .map(({ isCancelled, ...rest }) => ({ ...rest, ...isCancelled && { cancelRequestedAt: 'now' } }) as Job)
const limits = fc.record({ assets: fc.nat(3), ccsui: fc.nat(3) })

t.test('what starts keeps every limit, and nothing that could start is left', async t => {
  fc.assert(fc.property(fc.array(job, { maxLength: 12 }), limits, (jobs, limit) => {
    const concurrency = (kind: string): number => limit[kind as keyof typeof limit]
    const running = jobs.filter(({ state }) => state === 'running')
    const next = nextJobs(jobs, concurrency)
    for (const [index, each] of next.entries()) {
      const before = [...running, ...next.slice(0, index)]
      if (each.state !== 'queued' || each.cancelRequestedAt !== undefined) return false
      if (before.filter(({ kind }) => kind === each.kind).length >= concurrency(each.kind)) return false
      if (before.some(({ workspace }) => overlaps(workspace, each.workspace))) return false
    }
    return jobs
      .filter(each => each.state === 'queued' && each.cancelRequestedAt === undefined && !next.includes(each))
      .every(waiting => {
        const earlier = jobs.slice(0, jobs.indexOf(waiting)).filter(each =>
          each.state === 'queued' && each.cancelRequestedAt === undefined
        )
        const isAtLimit = [...running, ...next]
          .filter(({ kind }) => kind === waiting.kind)
          .length >= concurrency(waiting.kind)
        return isAtLimit ||
          [...running, ...earlier].some(({ workspace }) => overlaps(workspace, waiting.workspace))
      })
  }))
})

t.test('folders overlap when one holds the other, not when their names begin alike', async t => {
  t.ok(overlaps('/w', '/w/a'))
  t.ok(overlaps('/w/a', '/w/a'))
  t.notOk(overlaps('/w/a', '/w/ab'))
  t.ok(overlaps('/', '/w'))
})

t.test('only ended jobs expire, the oldest first', async t => {
  const at = (
    state: Job['state'],
    ms: number
  ): Job => ({ id: `id${ms}`, state, endedAt: new Date(ms).toISOString() } as Job)
  const jobs = [at('done', 3000), at('running', 0), at('failed', 1000), at('cancelled', 2000)]
  t.same(expiredJobs(jobs, { keepDays: 1, keepCount: 2 }, 4000), [jobs[2]])
  t.same(expiredJobs(jobs, { keepDays: 1, keepCount: 9 }, 86_400_000 + 2500).length, 2)
})

t.test('a clock that jumped makes jobs old step by step, at the start of an agent too', async t => {
  const hourMs = 3_600_000
  const startMs = Date.parse('2026-05-01T00:00:00Z')
  const time = new RetentionTime([{ createdAt: new Date(startMs).toISOString() } as Job])
  t.equal(time.next(startMs + 400 * 24 * hourMs), startMs + hourMs, 'a year ahead')
  t.equal(time.next(startMs + 400 * 24 * hourMs), startMs + 2 * hourMs)
  t.equal(time.next(startMs), startMs, 'put right')
  t.equal(time.next(startMs + 1000), startMs + 1000)
})
