// One simulated device: accepts jobs into a journal, runs each under a lease, publishes under its fencing token.
// It runs on the compiled agent, since it is started again after every kill.
import { appendFileSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../dist/coordination/clock.js'
import { ZooKeeperSession } from '../../dist/coordination/zookeeper-session.js'
import { lockFile } from '../../dist/licence/file-lock.js'
import { SeatLimiter } from '../../dist/licence/seat-limiter.js'
import { ZooKeeperStore } from '../../dist/licence/zookeeper-store.js'

const { device, servers, chroot, sessionTimeoutMs, terms, folder, broken, jobsInFlight } = JSON.parse(process.argv[2])
let wallShiftMs = 0
process.on('SIGUSR2', () => { wallShiftMs += 600_000 })

const session = new ZooKeeperSession({ servers, chroot, sessionTimeoutMs, clock: { ...systemClock, wallMs: () => Date.now() + wallShiftMs } })
const store = new ZooKeeperStore({ session, servers, device, terms: { tool: terms } })
if (broken === 'fencing') store.validUntil = () => Infinity
const limiter = new SeatLimiter(store, { tool: { lingerMs: 500, holdMs: 1000, maxWaitMs: 3_600_000 } })

const journalFile = join(folder, `${device}.journal`)
const journal = openSync(journalFile, 'a')
const record = entry => {
  writeSync(journal, `${JSON.stringify(entry)}\n`)
  fdatasyncSync(journal)
}
const readLines = file => existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(line => line.endsWith('}')).map(line => JSON.parse(line)) : []
const publishedFile = join(folder, 'published')

/** The resource: it refuses a token older than the newest that it has seen for the seat, and the same job twice. */
async function publish (job, { seat, epoch }) {
  let lock
  while ((lock = lockFile(join(folder, 'publish.lock'))) === undefined) await new Promise(resolve => { setTimeout(resolve, 5) })
  try {
    const published = readLines(publishedFile)
    if (published.some(each => each.job === job)) return
    const newest = Math.max(0, ...published.filter(each => each.seat === seat).map(each => each.epoch))
    if (broken !== 'fencing' && epoch < newest) throw new Error(`stale: epoch ${epoch} of seat ${seat}, newest ${newest}`)
    appendFileSync(publishedFile, `${JSON.stringify({ job, device, seat, epoch, at: systemClock.monotonicMs() })}\n`)
  } finally {
    lock.close()
  }
}

async function run (job) {
  for (;;) {
    try {
      await limiter.withLease('tool', async lease => {
        const tool = await lease.spawn(process.execPath, [join(import.meta.dirname, 'chaos-tool.mjs'), join(folder, 'beats'), device, job, String(200 + Math.random() ** 2 * 6000)], { env: { PATH: process.env.PATH } })
        const { code, signal } = await tool.exited
        if (code !== 0) throw new Error(`the tool ended with ${signal ?? code}`)
        if (broken !== 'fencing') await lease.assertValid()
        await publish(job, lease)
      }, { signal: new AbortController().signal })
      record({ completed: job })
      return
    } catch (error) {
      process.stderr.write(`${device} ${job}: ${error.message}\n`)
      await new Promise(resolve => { setTimeout(resolve, 50) })
    }
  }
}

const entries = readLines(journalFile)
const completed = new Set(entries.map(entry => entry.completed))
const unfinished = entries.map(entry => entry.accepted).filter(job => job !== undefined && !completed.has(job))
let accepted = entries.filter(entry => entry.accepted !== undefined).length
const next = () => {
  const left = unfinished.shift()
  if (left !== undefined) return left
  if (existsSync(join(folder, 'stop'))) return undefined
  const job = `${device}-${++accepted}`
  record({ accepted: job })
  return job
}
setInterval(() => { if (limiter.guard.pid !== undefined) process.stdout.write(`guard ${limiter.guard.pid}\n`) }, 200).unref()
process.stdout.on('error', () => {})
await Promise.all(Array.from({ length: jobsInFlight }, async () => {
  for (let job = next(); job !== undefined; job = next()) await run(job)
}))
await limiter.close()
process.exit(0)
