import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'
import { checkRun, missedGoals } from './check-run.js'
import type { CheckedRun } from './check-run.js'
import { Random } from './random.js'

export interface ChaosOptions { minutes: number, faults: number, seed: number, devices: number, broken?: 'fencing' | 'grace' | undefined, say: (line: string) => void }
export interface ChaosReport extends CheckedRun { seed: number, broken: string | undefined, faults: number, byKind: Record<string, number>, durationMs: number, missed: string[] }

const seats = 2
const jobsPerDevice = 3
const sessionTimeoutMs = 1000
const graceMs = 800
const allKinds = ['kill agent', 'stop agent', 'stop agent', 'slow guard', 'slow guard', 'kill guard', 'stop guard', 'kill tool', 'stop tool', 'black hole', 'black hole', 'reset', 'clock jump', 'leader kill', 'quorum loss'] as const
type Kind = typeof allKinds[number]
/** A control gets the faults that the missing protection is for, so that a short run shows it. */
const kindsOf: Record<string, readonly Kind[]> = { fencing: ['stop agent'], grace: ['slow guard'] }
const root = join(import.meta.dirname, '../..')

/** A device: its agent, started again when it dies, behind a relay of its own. */
class Device {
  readonly name: string
  readonly relay: TcpRelay
  readonly #start: (device: Device) => ChildProcess
  agent: ChildProcess
  guard: number | undefined
  isBusy = false
  isEnding = false
  ended: Promise<unknown> = Promise.resolve()

  constructor (name: string, relay: TcpRelay, start: (device: Device) => ChildProcess) {
    this.name = name
    this.relay = relay
    this.#start = start
    this.agent = this.#launch()
  }

  #launch (): ChildProcess {
    const agent = this.#start(this)
    createInterface({ input: agent.stdout! }).on('line', line => { this.guard = Number(line.split(' ')[1]) })
    this.ended = once(agent, 'exit').then(([code]) => {
      if (code !== 0) this.agent = this.#launch()
      return code === 0 ? undefined : this.ended
    })
    return agent
  }
}

export async function chaosRun (options: ChaosOptions): Promise<ChaosReport> {
  const { seed, broken, say } = options
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'packline-chaos-'))
  const log = openSync(join(folder, 'log'), 'a')
  const started = performance.now()
  const ensemble = await ZooKeeperEnsemble.start()
  say(`ensemble ready after ${Math.round(performance.now() - started)} ms; seed ${seed}`)
  const terms = { seats, mode: 'floating', devices: [], jobsPerDevice, graceMs: broken === 'grace' ? 0 : graceMs }
  const devices = await Promise.all(Array.from({ length: options.devices }, async (_, index) => {
    const relays = await Promise.all(ensemble.servers.map(async server => await TcpRelay.start(server.port)))
    const name = `d${index}`
    const servers = relays.map(relay => relay.address).join(',')
    const settings = JSON.stringify({ device: name, servers, chroot: '/chaos', sessionTimeoutMs, terms, folder, broken, jobsInFlight: 4 })
    const device = new Device(name, relays[0]!, () => spawn(process.execPath, [join(root, 'scripts/faults/chaos-agent.mjs'), settings], { stdio: ['ignore', 'pipe', log] }))
    return { device, relays }
  }))
  const byKind: Record<string, number> = {}
  let faults = 0
  const pending = new Set<Promise<void>>()
  const deadline = performance.now() + options.minutes * 60_000
  let isEnsembleBusy = false
  try {
    while (performance.now() < deadline && faults < options.faults) {
      await delay(random.integer(50, 400))
      const kind = random.pick(kindsOf[broken ?? ''] ?? allKinds)
      const holders = random.chance(0.8) ? devicesWithTools() : []
      const { device, relays } = random.pick(devices.filter(each => holders.length === 0 || holders.includes(each.device.name)))
      const lasts = random.integer(100, 4 * sessionTimeoutMs)
      const isEnsemble = kind === 'leader kill' || kind === 'quorum loss'
      if (isEnsemble ? isEnsembleBusy || random.chance(0.7) : device.isBusy) continue
      if (isEnsemble) isEnsembleBusy = true
      else device.isBusy = true
      faults++
      byKind[kind] = (byKind[kind] ?? 0) + 1
      const fault = inject(kind, device, relays, ensemble, lasts).catch(() => {}).finally(() => {
        if (isEnsemble) isEnsembleBusy = false
        else device.isBusy = false
        pending.delete(fault)
      })
      pending.add(fault)
    }
    await Promise.all(pending)
    writeFileSync(join(folder, 'stop'), '')
    say(`${faults} faults injected; waiting for the jobs to end`)
    await Promise.race([Promise.all(devices.map(async ({ device }) => { await device.ended })), delay(90_000)])
  } finally {
    for (const { device, relays } of devices) {
      device.ended = Promise.resolve()
      device.agent.removeAllListeners('exit')
      device.agent.kill('SIGKILL')
      for (const relay of relays) await relay.close()
    }
    await ensemble.stop()
  }
  const checked = checkRun(folder, seats, jobsPerDevice)
  const missed = missedGoals(checked)
  if (missed.length === 0) rmSync(folder, { recursive: true, force: true })
  else say(`evidence: ${folder}`)
  return { seed, broken, faults, byKind, durationMs: Math.round(performance.now() - started), ...checked, missed }
}

/** One fault and its end. A device has one at a time: agent and guard both stopped is not promised to be survived. */
async function inject (kind: string, device: Device, relays: TcpRelay[], ensemble: ZooKeeperEnsemble, lastsMs: number): Promise<void> {
  const target = kind.endsWith('agent') ? device.agent.pid : kind.endsWith('guard') ? device.guard : kind.endsWith('tool') ? toolOf(device.name) : undefined
  if (kind === 'slow guard') await slowDown(device)
  else if (kind.startsWith('kill') && target !== undefined) process.kill(target, 'SIGKILL')
  else if (kind.startsWith('stop') && target !== undefined) {
    process.kill(target, 'SIGSTOP')
    await delay(lastsMs)
    process.kill(target, 'SIGCONT')
  } else if (kind === 'black hole') {
    for (const relay of relays) await relay.set('blackHole')
    await delay(lastsMs)
    for (const relay of relays) await relay.set('pass')
    for (const relay of relays) relay.reset()
  } else if (kind === 'reset') for (const relay of relays) relay.reset()
  else if (kind === 'clock jump') device.agent.kill('SIGUSR2')
  else if (kind === 'leader kill') await crash([await ensemble.leader()], lastsMs)
  else if (kind === 'quorum loss') await crash(ensemble.servers.slice(0, 2), lastsMs)
}

/** The agent hangs, and its guard comes to kill only when the session is over: what the grace is for. */
async function slowDown ({ agent, guard }: Device): Promise<void> {
  const pids = [agent.pid, guard].filter(pid => pid !== undefined)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  await delay(sessionTimeoutMs + 0.35 * graceMs)
  for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT')
}

async function crash (servers: ZooKeeperEnsemble['servers'], lastsMs: number): Promise<void> {
  await Promise.all(servers.map(async server => { await server.crash() }))
  await delay(lastsMs)
  await Promise.all(servers.map(async server => { await server.launch() }))
  await Promise.all(servers.map(async server => { await server.untilReady(60_000) }))
}

interface ToolProcess { pid: number, device: string }

function tools (): ToolProcess[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n').map(line => line.trim().split(/\s+/))
  return list.flatMap(([pid, ...args]) => {
    const script = args.findIndex(each => each.endsWith('chaos-tool.mjs'))
    return script < 0 ? [] : [{ pid: Number(pid), device: args[script + 2] ?? '' }]
  })
}

function toolOf (device: string): number | undefined {
  return tools().find(each => each.device === device)?.pid
}

function devicesWithTools (): string[] {
  return tools().map(each => each.device)
}
