// One simulated device: accepts jobs into a journal, runs each under a lease, publishes under its fencing
// token. It runs on the compiled agent, since it is started again after every kill.
import { appendFileSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../dist/coordination/system-clock.js'
import { ZooKeeperSession } from '../../dist/coordination/zookeeper-session.js'
import { FileLock } from '../../dist/files/file-lock.js'
import { SeatLimiter } from '../../dist/licence/limiter.js'
import { ZooKeeperStore } from '../../dist/licence/zookeeper-store.js'

const {
  device,
  servers,
  chroot,
  sessionTimeoutMs,
  terms,
  folder,
  broken,
  jobsInFlight,
  longestJobMs,
  toolForm,
  containers
} = JSON.parse(process.argv[2])
let wallShiftMs = 0
process.on('SIGUSR2', () => {
  wallShiftMs += 600_000
})

const session = new ZooKeeperSession({
  servers,
  chroot,
  sessionTimeoutMs,
  clock: { ...systemClock, wallMs: () => Date.now() + wallShiftMs }
})
const store = new ZooKeeperStore({ session, device, terms: { tool: terms } })
if (broken === 'fencing') store.validUntil = () => Infinity
if (broken === 'version0') {
  // As the bare client does: a compare-and-set with version 0 compares nothing.
  const multi = session.nodes.multi.bind(session.nodes)
  session.nodes.multi = (operations, options) =>
    multi(operations.map(each => each.version === 0 ? { ...each, version: -1 } : each), options)
}
const limiter = new SeatLimiter(store, { tool: { lingerMs: 500, holdMs: 1000, maxWaitMs: 3_600_000 } })

const parse = line => {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
const readLines = file => existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parse) : []
const journalFile = join(folder, `${device}.journal`)
const fullDisk = join(folder, `${device}.full`)
const journal = openSync(journalFile, 'a')

/** Until it is on disk. A line that a full disk tore is ended before the next attempt. */
async function record (entry) {
  const line = `\n${JSON.stringify(entry)}\n`
  for (;;) {
    try {
      if (existsSync(fullDisk)) {
        writeSync(journal, line.slice(0, line.length / 2))
        writeSync(openSync('/dev/full', 'a'), line)
      }
      writeSync(journal, line)
      fdatasyncSync(journal)
      return
    } catch (error) {
      process.stderr.write(`${device} journal: ${error.message}\n`)
      await delay(50)
    }
  }
}

/**
 * Under the lock that all commits share; the token is asked for there, so that it cannot go stale before the
 * commit.
 */
async function publish (job, lease) {
  const lock = new FileLock(join(folder, 'publish.lock'))
  while (!lock.tryLock()) await delay(5)
  try {
    if (broken !== 'fencing') await lease.assertValid()
    appendFileSync(
      join(folder, 'published'),
      `${
        JSON.stringify({ job, device, seat: lease.seat, epoch: lease.epoch, at: systemClock.monotonicMs() })
      }\n`
    )
  } finally {
    lock.close()
  }
}

/** As a process, as one that leaves the tool's process group, or in a container. */
async function startTool (lease, words) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  if (toolForm === 'container') {
    const [file, ...args] = containers.command
    // A command that the lease does not know to be a runtime bears no label.
    const command = broken === 'marker' ? ['/usr/bin/env', file, ...args] : [file, ...args]
    const run = ['run', '--rm', ...containers.flags, process.execPath, ...words]
    return await lease.spawn(command[0], [...command.slice(1), ...run], {
      env: { ...env, ...containers.environment }
    })
  }
  const form = toolForm === 'detached' ? ['detached', broken === 'marker' ? 'unmarked' : 'marked'] : []
  return await lease.spawn(process.execPath, [...words, ...form], { env })
}

const priorityOf = job => Number(job.split('-').at(-1)) % 5 === 0 ? 2 : 0

async function run (job) {
  for (;;) {
    try {
      await limiter.withLease('tool', async lease => {
        const arguments_ = [
          join(import.meta.dirname, 'chaos-tool.mjs'),
          join(folder, 'beats'),
          device,
          job,
          200 + Math.random() ** 2 * longestJobMs,
          lease.seat,
          lease.epoch
        ]
        const tool = await startTool(lease, arguments_.map(String))
        const { code, signal } = await tool.exited
        if (code !== 0) throw new Error(`the tool ended with ${signal ?? code}`)
        await publish(job, lease)
      }, { signal: new AbortController().signal, priority: priorityOf(job) })
      await record({ completed: job })
      return
    } catch (error) {
      process.stderr.write(`${device} ${job}: ${error.message}\n`)
      await delay(50)
    }
  }
}

const entries = readLines(journalFile)
const published = new Set(readLines(join(folder, 'published')).map(entry => entry.job))
const completed = new Set(entries.map(entry => entry.completed))
const accepted = entries.map(entry => entry.accepted).filter(job => job !== undefined)
// Killed after the commit and before the journal knew of it: not to be done twice.
for (const job of accepted) if (published.has(job) && !completed.has(job)) await record({ completed: job })
const unfinished = accepted.filter(job => !completed.has(job) && !published.has(job))
let count = Math.max(0, ...accepted.map(job => Number(job.split('-').at(-1))))

async function next () {
  const left = unfinished.shift()
  if (left !== undefined) return left
  if (existsSync(join(folder, 'stop'))) return undefined
  const job = `${device}-${++count}`
  await record({ accepted: job })
  return job
}

setInterval(() => {
  if (limiter.guard.pid !== undefined) process.stdout.write(`guard ${limiter.guard.pid}\n`)
}, 200)
  .unref()
process.stdout.on('error', () => {})
// The end of whoever runs the chaos is the end of its devices.
process.stdin.on('end', () => process.exit(1)).on('error', () => {}).resume().unref()
// All devices know the same state when the first one writes: a race that compare-and-set has to settle.
if (!existsSync(join(folder, 'go'))) {
  // A machine that is busy may take longer than a session for its first connection.
  while (!await store.read('tool').catch(() => false)) await delay(50)
  process.stdout.write('ready\n')
  while (!existsSync(join(folder, 'go'))) await delay(5)
}
await Promise.all(Array.from({ length: jobsInFlight }, async () => {
  for (let job = await next(); job !== undefined; job = await next()) await run(job)
}))
await limiter.close()
process.exit(0)
