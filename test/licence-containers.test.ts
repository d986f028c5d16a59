// Takes 21 s in real time.
import { execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { checkRun } from '../scripts/faults/check-run.js'
import { ContainerRuntime } from './support/container-runtime.js'
import { until } from './support/processes.js'
import { ZooKeeperServer, noZooKeeper } from './support/zookeeper-server.js'

const root = join(import.meta.dirname, '..')
const runtime = await ContainerRuntime.start()
const skip = ('reason' in runtime ? runtime.reason : await noZooKeeper()) ?? false
const jobMs = 6000

interface Ended {
  status: number
  stdout: string
  stderr: string
}

async function end (child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close')
  ])
  return { status: status as number, stdout, stderr }
}

t.teardown(async () => {
  if (!('reason' in runtime)) await runtime.close()
})

t.test(
  'containers on one host share its seat and its K jobs; a third host waits',
  { skip, timeout: 170_000 },
  async t => {
    if ('reason' in runtime) return
    execFileSync(join(root, 'scripts/packline'), ['--version'])
    const server = await ZooKeeperServer.start()
    t.teardown(async () => {
      await server.stop()
    })
    const folder = t.testdir({
      'agent.json': JSON.stringify({
        zookeeper: { servers: server.address, sessionTimeoutMs: 4000 },
        licences: { tool: { seats: 2, mode: 'floating', jobsPerDevice: 3, lingerMs: 0, graceMs: 1000 } }
      })
    })
    let containers = 0
    /** A container of `host`, which it knows by the host's machine id, or by name. */
    const start = (host: string, ...command: string[]): ChildProcess => {
      const id = join(folder, `${host}.machine-id`)
      if (!existsSync(id)) appendFileSync(id, `${Buffer.from(host.padEnd(16)).toString('hex')}\n`)
      const name = `packline-${process.pid}-${containers++}`
      mkdirSync(join(folder, name))
      return runtime.spawn([process.execPath, join(root, 'dist/main.js'), ...command], {
        name,
        environment: {
          PACKLINE_CONFIG: join(folder, 'agent.json'),
          PACKLINE_HOME: join(folder, name),
          PACKLINE_LANG: 'en',
          PATH: '/usr/bin:/bin',
          ...host.startsWith('named-')
            ? { PACKLINE_DEVICE_ID: host }
            : {}
        },
        volumes: [
          `${root}:${root}:ro`,
          `${folder}:${folder}`,
          ...host.startsWith('mounted-') ? [`${id}:/etc/machine-id:ro`] : []
        ]
      })
    }
    const job = (host: string, number: number): Promise<Ended> =>
      end(start(
        host,
        'licence',
        'run',
        'tool',
        '--wait',
        '2m',
        '--',
        process.execPath,
        join(root, 'scripts/faults/chaos-tool.mjs'),
        join(folder, 'beats'),
        host,
        `${host}-${number}`,
        String(jobMs),
        '0',
        '0'
      ))
    const devicesAtWork = (): Set<string> =>
      new Set(
        existsSync(join(folder, 'beats'))
          ? readFileSync(join(folder, 'beats'), 'utf8').split('\n').filter(line => line.endsWith('}')).map(
            line => (JSON.parse(line) as { device: string }).device
          )
          : []
      )
    writeFileSync(join(folder, 'published'), '')

    const jobs = [0, 1, 2, 3].map(number => job('mounted-a', number)).concat(
      [0, 1].map(number => job('named-b', number))
    )
    await until('both hosts are at work', () => devicesAtWork().size === 2, 60_000)
    const third = job('mounted-c', 0)
    const status = async (): Promise<
      { seats: Array<{ device: string, state: string, jobs: number }>, queue: Array<{ device: string }> }
    > => {
      const { stdout } = await end(start('named-admin', 'licence', 'status', '--json'))
      return (JSON.parse(stdout) as { licences: [Awaited<ReturnType<typeof status>>] }).licences[0]
    }
    const seen = await status()
    for (const ended of await Promise.all([...jobs, third])) t.equal(ended.status, 0, ended.stderr)

    const checked = checkRun(folder, 2, 3)
    t.match(
      checked,
      { momentsOverSeats: 0, mostDevices: 2, momentsOverJobs: 0, mostJobs: 3 },
      'the four of one host use one seat and its three places'
    )
    t.equal(devicesAtWork().size, 3)
    t.equal(seen.seats.filter(seat => seat.state === 'held').length, 2)
    t.ok(seen.seats.some(seat => seat.device === 'named-b'))

    const unnamed = await end(start('nobody', 'licence', 'run', 'tool', '--', 'true'))
    t.match(
      unnamed,
      { status: 2, stderr: /machine id is not mounted[^]*DEVICE_UNIDENTIFIED/ },
      'a container that was not told whose it is'
    )
  }
)
