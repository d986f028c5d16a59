// Takes 17 s.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Job } from '../agent/jobs/job.js'
import { Machine, buildPackline } from './support/agent-process.js'

/** KILLS=100 for a long run by hand. */
const kills = Number(process.env.KILLS ?? 8)
const jobCount = Math.ceil(kills * 2.5)
const workspaces = 5

t.setTimeout(600_000)
buildPackline()

/** The same numbers for the same seed. */
function randomFrom (seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

t.test('an agent that is killed at random moments loses no job that it accepted and does none twice', async t => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  t.comment(`SEED=${seed}`)
  const random = randomFrom(seed)
  const machine = new Machine(t, { jobs: { concurrency: { assets: 3 } }, http: { localRole: 'build' } })
  const folders = Array.from({ length: workspaces }, (_, index) => {
    const folder = join(machine.folder, 'work', `game-${index}`)
    mkdirSync(join(folder, 'sound'), { recursive: true })
    writeFileSync(join(folder, 'sound/a.ogg'), `sound ${index}`)
    writeFileSync(
      join(folder, 'packline.json'),
      JSON.stringify({
        project: `game-${index}`,
        assets: { output: 'out', rules: [{ name: 'sound', processor: 'copy', include: ['sound/**'] }] }
      })
    )
    return folder
  })
  const requests = Array.from(
    { length: jobCount },
    (_, index) => ({ key: `build ${index}`, kind: 'assets', workspace: folders[index % workspaces]! })
  )
  const accepted = new Map<string, string>()
  let agent = await machine.serve()
  const killing = new AbortController()

  const send = async (request: typeof requests[number]): Promise<void> => {
    const response = await fetch(`${agent.address}/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request)
    })
      .catch(() => undefined)
    const job = await response?.json().catch(() => undefined) as Job | undefined
    if (job?.id === undefined) return
    if (accepted.has(request.key)) t.equal(job.id, accepted.get(request.key), `${request.key} stays one job`)
    accepted.set(request.key, job.id)
  }
  const sender = (async () => {
    // Every request until it is answered, some of them again.
    while (!killing.signal.aborted || accepted.size < jobCount) {
      const open = requests.filter(({ key }) => !accepted.has(key))
      const pool = open.length > 0 && random() < 0.8 ? open : requests
      await send(pool[Math.floor(random() * pool.length)]!)
      await delay(random() * 60)
    }
  })()
  for (let kill = 0; kill < kills; kill++) {
    await delay(random() * 900)
    agent.child.kill('SIGKILL')
    await agent.ended
    agent = await machine.serve()
  }
  killing.abort()
  await sender

  const get = async <T>(path: string): Promise<T> =>
    await (await fetch(`${agent.address}${path}`)).json() as T
  for (;;) {
    const { counts } = await get<{ counts: Record<string, number> }>('/v1/jobs')
    if (counts.queued === 0 && counts.running === 0) break
    await delay(100)
  }
  const { jobs } = await get<{ jobs: Job[] }>('/v1/jobs?limit=500')
  t.same(
    jobs.map(({ key, id }) => [key, id]).sort(),
    [...accepted].sort(),
    'what was accepted is there, and nothing else'
  )
  for (const { id, key, state, attempt } of jobs) {
    const files = readdirSync(join(machine.folder, 'home/jobs', id))
    const exits = files.filter(name => name.startsWith('exit-'))
    t.equal(state, 'done', `${key} is done at attempt ${attempt}`)
    t.same(exits, [`exit-${attempt}.json`], `${key} was done once`)
    const events = readFileSync(join(machine.folder, 'home/jobs', id, 'events.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { type: string }).type)
    t.equal(events.filter(type => type === 'report').length, 1, `${key} reported once`)
    t.equal(events.at(-1), 'ended', `${key} told its end`)
  }
})
