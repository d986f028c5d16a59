import { dedupKey, firing, groupLabels, statusOf, type Group } from '../../alert/alert.js'
import { Alerts } from '../../alert/alerts.js'
import type { Destination } from '../../alert/destination.js'
import { DeliveryError } from '../../alert/http-post.js'
import { Incidents } from '../../alert/testing/alert-receiver.js'
import { defaultAgentConfig } from '../../config/agent-config.js'
import type { NodeChange } from '../../jenkins/jenkins-nodes.js'
import type { NodeState } from '../../jenkins/node-state.js'
import type { ReportReason } from '../farm-machine.js'
import type { FarmRow } from '../farm-row.js'
import type { FarmRegistry, OpenAlert } from '../farm-registry.js'
import { mayTell } from '../shared-causes.js'
import { Warden } from '../warden-loop.js'
import { SimulatedServices } from './simulated-services.js'

export interface SimulatedMachine {
  device: string
  isPoor: boolean
  poorLooks: number
  lookedPoorFor: number
  isTakenOffline: boolean
  reason: string
}
export interface SimulationResult {
  looks: number
  offline: number
  online: number
  /** Times that Jenkins or ZooKeeper was down and somebody could see it. */
  outages: number
  broken: string[]
}

const size = 20
const agentCount = 3
const share = 0.25
const poorChecks = 3
const goodChecks = 5
const project = 'farm'

interface Agent {
  alerts: Alerts
  warden: Warden
  mayTell: (group: Group) => boolean
}

/** What all agents of one simulated farm share. */
interface World {
  machines: readonly SimulatedMachine[]
  services: SimulatedServices
  incidents: Incidents
  random: () => number
  /** Which agent is the warden while there is a coordinator. */
  warden: number
  open: OpenAlert[]
  nowMs: number
}

/**
 * A farm of 20 with three agents under one random sequence of faults: machines fail and mend, people take
 * nodes offline and bring them on, Jenkins and ZooKeeper die and come back, another agent becomes the warden,
 * answers get lost, the receiver of alerts fails. After every look what must hold is checked; what does not
 * is in `broken`.
 */
export async function simulateFarm (random: () => number, looks = 60): Promise<SimulationResult> {
  const machines: SimulatedMachine[] = Array.from(
    { length: size },
    (_, index) => ({
      device: `m${index}`,
      isPoor: false,
      poorLooks: 0,
      lookedPoorFor: 0,
      isTakenOffline: false,
      reason: ''
    })
  )
  const result: SimulationResult = { looks, offline: 0, online: 0, outages: 0, broken: [] }
  const world: World = {
    machines,
    services: new SimulatedServices(),
    incidents: new Incidents(),
    random,
    warden: 0,
    open: [],
    nowMs: 0
  }
  let isCalm = false
  const happens = (chance: number): boolean => random() < chance && !isCalm
  const jenkins = simulatedNodes(world, happens, result)
  const agents: Agent[] = []
  for (let index = 0; index < agentCount; index++) agents.push(await agentOf(world, index, jenkins))
  let periods = 0
  try {
    for (let look = 0; look <= looks; look++) {
      // The last ones are with services that work: what is told at the end has to be the truth.
      isCalm = look > looks - 4
      world.nowMs += lookMs
      if (!isCalm) disturb(machines, random)
      const isNews = world.services.step(happens, world.nowMs)
      if (happens(0.05) || isNews) world.warden = Math.floor(random() * agentCount)
      for (const machine of machines) {
        const before = machine.poorLooks
        machine.poorLooks = machine.isPoor ? machine.poorLooks + 1 : 0
        machine.lookedPoorFor = machine.isPoor ? machine.lookedPoorFor + 1 : 0
        if (machine.isPoor && before === 0) periods++
      }
      world.services.seen(await everybodyLooks(world, agents), lookMs * 2, world.nowMs)
      // What is told only when it is over already would be told rightly, and could not be counted.
      if (isNews || world.services.isTold) await settled(agents)
      const ours = machines.filter(isOurs)
      if (ours.length > Math.floor(size * share)) {
        result.broken.push(`look ${look}: ${ours.length} nodes are offline by us`)
      }
    }
    await settled(agents)
    result.outages = world.services.outages
    result.broken.push(...wrongIncidents(world, periods))
  } finally {
    for (const { warden, alerts } of agents) {
      await warden.close()
      await alerts.close()
    }
  }
  return result
}

const lookMs = 60_000

/**
 * The warden after the others: another one is elected once the session of the last one is over. Returns
 * whether the warden got through.
 */
async function everybodyLooks ({ services, warden }: World, agents: readonly Agent[]): Promise<boolean> {
  const last = agents[warden]
  for (const agent of agents) if (agent !== last) await agent.warden.look()
  const isThrough = await last?.warden.look().then(() => true, () => false) ?? false
  return isThrough && services.blindSinceMs === undefined
}

async function agentOf (
  world: World,
  index: number,
  jenkins: ReturnType<typeof simulatedNodes>
): Promise<Agent> {
  const { services, machines, incidents, random } = world
  const destination: Destination = {
    name: 'pagerduty',
    statuses: ['trigger', 'acknowledge', 'resolve'],
    send: async group => {
      if (random() < 0.2) throw new DeliveryError('status 503')
      take(incidents, group)
      if (random() < 0.1) throw new DeliveryError('the answer was lost')
    }
  }
  const usual = defaultAgentConfig()
  const config = {
    ...usual,
    farm: { ...usual.farm, silentAfterMs: lookMs * 2 },
    jenkins: {
      url: 'http://ci',
      manageNodes: true,
      language: 'en' as const,
      poorChecks,
      goodChecks,
      maxOfflineShare: share
    }
  }
  const registry = {
    get blindSinceMs () {
      return services.blindSinceMs
    },
    isWarden: () => services.blindSinceMs === undefined && world.warden === index,
    openAlerts: async () => world.open,
    setOpenAlerts: async (open: OpenAlert[]) => {
      if (random() < 0.05) throw new Error('the connection was lost')
      world.open = open
    }
  } as unknown as FarmRegistry
  const mayTellNow = (group: Group): boolean => mayTell(registry, group)
  const alerts = await Alerts.open({
    store: { load: async () => [], put: async () => {}, remove: async () => {} },
    destinations: [destination],
    project,
    groupBy: 'machine',
    groupMs: 0,
    retryMs: [0, 1],
    mayTell: mayTellNow
  })
  const warden = new Warden({
    config,
    registry,
    jenkins,
    alerts,
    nowMs: () => world.nowMs,
    rows: async () => machines.map(machine => rowOf(machine, services.reasons)),
    ownReasons: () => services.reasons,
    onProblem: () => {}
  })
  return { alerts, warden, mayTell: mayTellNow }
}

/** The incidents of machines are those of machines that are poor; each outage was one, and is over. */
function wrongIncidents ({ machines, services, incidents }: World, periods: number): string[] {
  const wrong: string[] = []
  const wanted = new Set(machines.filter(machine => machine.isPoor).map(({ device }) => device))
  const open = new Set([...incidents.open.values()].map(({ payload }) => payload?.source))
  for (const device of wanted) if (!open.has(device)) wrong.push(`the alert for ${device} was lost`)
  for (const device of open) {
    if (device === undefined || !wanted.has(device)) {
      wrong.push(`an alert for ${device} is open, and nothing is wrong`)
    }
  }
  let ofServices = 0
  for (const [name, outages] of services.told) {
    const key = dedupKey(project, groupLabels({ check: '', subject: `farm/${name}` }, 'machine'))
    const opened = incidents.opened.get(key) ?? 0
    ofServices += opened
    if (opened !== outages) wrong.push(`${opened} incidents for ${outages} outages of ${name}`)
  }
  const opened = [...incidents.opened.values()].reduce((sum, count) => sum + count, 0) - ofServices
  if (opened > periods) wrong.push(`${opened} incidents for ${periods} faults of machines`)
  return wrong
}

const marker = '[packline] '
const isOurs = ({ isTakenOffline, reason }: SimulatedMachine): boolean =>
  isTakenOffline && reason.startsWith(marker)

function rowOf ({ device, isPoor }: SimulatedMachine, shared: readonly ReportReason[]): FarmRow {
  const own = { id: 'disk.cache', state: 'fail' as const, since: '2026-01-01T00:00:00.000Z', hint: null }
  const reasons = [...shared, ...isPoor ? [own] : []]
  return {
    device,
    node: device,
    address: null,
    labels: [],
    model: '',
    os: '',
    version: '',
    grade: isPoor ? 'poor' : 'good',
    since: '2026-01-01T00:00:00.000Z',
    isSilent: false,
    blindSince: null,
    reasons,
    running: 0,
    waiting: 0,
    day: null,
    proofs: [],
    work: [],
    runs: [],
    drain: null
  }
}

/** Machines fail singly and many at once, for a look or for long; people come and go. */
function disturb (machines: readonly SimulatedMachine[], random: () => number): void {
  const isStorm = random() < 0.05
  for (const machine of machines) {
    if (machine.isPoor ? random() < 0.15 : random() < (isStorm ? 0.5 : 0.04)) machine.isPoor = !machine.isPoor
    const chance = random()
    if (chance < 0.02) {
      Object.assign(machine, { isTakenOffline: true, reason: 'Disconnected by wang : new disk' })
    } else if (chance < 0.04) Object.assign(machine, { isTakenOffline: false, reason: '' })
  }
}

/**
 * As agent/jenkins/nodes.ts does it: reads back, and touches nothing of others. A person may come in between.
 */
function simulatedNodes (
  { machines, services }: World,
  happens: (chance: number) => boolean,
  result: SimulationResult
) {
  const stateOf = (machine: SimulatedMachine): NodeState => ({
    name: machine.device,
    isOffline: machine.isTakenOffline,
    isTakenOffline: machine.isTakenOffline,
    offlineReason: machine.reason,
    offlineCause: machine.reason,
    offlineSinceMs: undefined,
    isOurs: isOurs(machine),
    isIdle: true,
    monitors: {}
  })
  const find = (name: string): SimulatedMachine => {
    if (services.isDown('jenkins') || happens(0.03)) throw new Error('Jenkins does not answer')
    return machines.find(({ device }) => device === name)!
  }
  return {
    state: async (name: string): Promise<NodeState> => stateOf(find(name)),
    takeOffline: async (name: string, reason: string): Promise<NodeChange> => {
      const machine = find(name)
      if (machine.isTakenOffline && !isOurs(machine)) {
        return { outcome: 'heldByOthers', state: stateOf(machine) }
      }
      if (happens(0.1)) throw new Error('Jenkins said yes and did nothing')
      if (machine.lookedPoorFor < poorChecks) {
        result.broken.push(`${name} was taken offline after ${machine.lookedPoorFor} poor looks`)
      }
      Object.assign(machine, { isTakenOffline: true, reason: marker + reason })
      result.offline++
      if (happens(0.1)) throw new Error('the answer was lost')
      return { outcome: 'changed', state: stateOf(machine) }
    },
    bringOnline: async (name: string): Promise<NodeChange> => {
      const machine = find(name)
      if (!isOurs(machine)) return { outcome: 'heldByOthers', state: stateOf(machine) }
      if (happens(0.1)) throw new Error('Jenkins said yes and did nothing')
      if (machine.isPoor) result.broken.push(`${name} was brought back while it is poor`)
      Object.assign(machine, { isTakenOffline: false, reason: '' })
      result.online++
      return { outcome: 'changed', state: stateOf(machine) }
    }
  }
}

function take (incidents: Incidents, group: Group): void {
  incidents.take({
    routing_key: '',
    event_action: statusOf(group),
    dedup_key: group.key,
    payload: { summary: '', severity: '', source: firing(group)[0]?.subject ?? '', custom_details: {} }
  })
}

async function settled (agents: readonly Agent[]): Promise<void> {
  const deadline = performance.now() + 10_000
  const isUntold = ({ told, version }: Group): boolean => told.pagerduty?.version !== version
  while (agents.some(({ alerts, mayTell }) => alerts.groups.filter(mayTell).some(isUntold))) {
    if (performance.now() > deadline) throw new Error('alerts are not told within 10 s')
    await new Promise(resolve => {
      setTimeout(resolve, 2)
    })
  }
}
