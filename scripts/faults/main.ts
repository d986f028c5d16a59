import { parseArgs } from 'node:util'
import { ContainerRuntime } from '../../test/support/container-runtime.js'
import type { BrokenProtection } from './chaos-run.js'
import { simulate } from './simulate.js'
import type { Break } from './simulation.js'

const usage =
  `Usage: scripts/chaos [--minutes 1] [--faults 1000] [--devices 8] [--seed 1] [--timeout 1000] [--grace 1500]
                     [--tools processes|containers] [--break fencing|grace|version0|marker]
       scripts/chaos simulate [--schedules 10000] [--seed 1] [--steps 300]
                     [--break fencing|grace|version0|token]
       scripts/chaos health [--schedules 100] [--seed 1]
       scripts/chaos flip [--flips 1000] [--seed 1] [--minutes 20]
       scripts/chaos release [--operations 1000] [--seed 1] [--registry folder|zookeeper]
                     [--processes real|simulated] [--break journal|take-back|torn]
       scripts/chaos cache [--runs 500] [--seed 1]

chaos     devices as processes against a real ensemble, with faults; judged by what the tools and the servers
          wrote. Prints JSON, and the figures on standard error; the same seed gives the same faults in the
          same order. Half of the tools leave their process group; with containers, a third runs in them (podman
          or docker)
simulate  the licence model alone, under seeded random schedules, invariants checked after every step
health    a simulated farm of 20 under random faults, with a Jenkins and a ZooKeeper that die: which nodes go
          offline, that no alert is lost or doubled, and that each cause is one incident. Prints JSON
flip      agents that flip releases and undo it against a real ensemble, with kills and lost connections.
          Prints JSON
release   publishes, flips, undos and hot updates to a folder, an nginx and a bucket, by processes that are killed,
          while connections are refused, servers fail, the disk is full, and players read; half of it with the
          registry in ZooKeeper. Simulated: in one process, dying between any two requests. Prints JSON
cache     asset builds beside a shared cache that drops, answers 500, stalls, mixes up, spoils and evicts bytes, and
          some of them killed while they send: each publishes what it does without a cache. Prints JSON
--break   leaves a protection out: the run has to fail
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    minutes: { type: 'string' },
    faults: { type: 'string', default: '1000' },
    devices: { type: 'string', default: '8' },
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '300' },
    timeout: { type: 'string', default: '1000' },
    grace: { type: 'string', default: '1500' },
    flips: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '500' },
    operations: { type: 'string', default: '1000' },
    registry: { type: 'string' },
    processes: { type: 'string', default: 'real' },
    tools: { type: 'string', default: 'processes' },
    break: { type: 'string' }
  }
})

function positive (
  name: Exclude<keyof typeof values, 'help' | 'tools' | 'break' | 'registry' | 'processes'>,
  fallback?: string
): number {
  const number = Number(values[name] ?? fallback)
  if (number > 0 && (name === 'minutes' || Number.isSafeInteger(number))) return number
  process.stderr.write(`--${name} is ${values[name]}; expected a number above 0\n`)
  process.exit(2)
}

if (positionals[0] === 'release' && values.help !== true) {
  const { deliveryBreaks } = await import('./delivery-world.js')
  const broken = deliveryBreaks.find(each => each === values.break)
  const { processes, registry } = values
  const isKnown = ['real', 'simulated'].includes(processes) &&
    [undefined, 'folder', 'zookeeper'].includes(registry)
  if (!isKnown || values.break !== undefined && broken === undefined) {
    process.stderr.write(usage)
    process.exit(2)
  }
  const { runReleases } = await import('./run-releases.js')
  const options = { operations: positive('operations'), seed: positive('seed'), broken }
  const reports = await runReleases(processes === 'real', registry, options)
  process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
  process.exit(reports.every(({ wrong }) => wrong.length === 0) ? 0 : 1)
}

if (positionals[0] === 'cache' && values.help !== true) {
  const { cacheChaos } = await import('./cache-chaos.js')
  const report = await cacheChaos({
    runs: positive('runs'),
    seed: positive('seed'),
    kills: true,
    say: line => {
      process.stderr.write(`${line}\n`)
    }
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(report.wrong.length === 0 ? 0 : 1)
}

const isSimulation = positionals[0] === 'simulate'
const known: Array<Break | BrokenProtection> = [
  'fencing',
  'grace',
  'version0',
  isSimulation ? 'token' : 'marker'
]
const broken = known.find(each => each === values.break)
if (
  values.help === true ||
  (positionals[0] !== undefined && !isSimulation && positionals[0] !== 'flip' &&
    positionals[0] !== 'health') ||
  (values.break !== undefined && broken === undefined)
) {
  process.stderr.write(usage)
  process.exit(values.help === true ? 0 : 2)
}
if (isSimulation) {
  const started = Date.now()
  const report = simulate({
    schedules: positive('schedules'),
    seed: positive('seed'),
    steps: positive('steps'),
    broken: broken === 'marker' ? undefined : broken
  })
  process.stdout.write(
    `${JSON.stringify({ ...report, broken, durationMs: Date.now() - started }, null, 2)}\n`
  )
  if (report.failed !== undefined) {
    const replay =
      `scripts/chaos simulate --schedules 1 --seed ${report.failed.seed} --steps ${report.steps}${
        broken === undefined ? '' : ` --break ${broken}`
      }`
    process.stderr.write(`failed: ${report.failed.reason}\nreplay: ${replay}\n`)
  }
  process.exit(report.failed === undefined ? 0 : 1)
}
if (positionals[0] === 'health') {
  const { farmChaos } = await import('./farm-chaos.js')
  const report = await farmChaos({
    sequences: values.schedules === '10000' ? 100 : positive('schedules'),
    seed: positive('seed')
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(report.failed.length === 0 ? 0 : 1)
}
if (positionals[0] === 'flip') {
  const { flipChaos } = await import('./flip-chaos.js')
  const report = await flipChaos({
    flips: positive('flips'),
    agents: 3,
    seed: positive('seed'),
    maxMinutes: positive('minutes', '20'),
    say: line => {
      process.stderr.write(`${line}\n`)
    }
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(report.missed.length === 0 ? 0 : 1)
}
const [{ chaosRun }, { figureTable, figuresOf }] = await Promise.all([
  import('./chaos-run.js'),
  import('./chaos-figures.js')
])
const containers = values.tools === 'containers' ? await ContainerRuntime.start() : undefined
if (containers !== undefined && 'reason' in containers) {
  process.stderr.write(`${containers.reason}\n`)
  process.exit(3)
}
const report = await chaosRun({
  containers,
  minutes: positive('minutes', '1'),
  faults: positive('faults'),
  devices: positive('devices'),
  seed: positive('seed'),
  sessionTimeoutMs: positive('timeout'),
  graceMs: positive('grace'),
  broken: broken === 'token' ? undefined : broken,
  say: line => {
    process.stderr.write(`${line}\n`)
  }
})
await containers?.close()
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
process.stderr.write(`${figureTable(figuresOf(report))}\n`)
process.exit(report.missed.length === 0 ? 0 : 1)
