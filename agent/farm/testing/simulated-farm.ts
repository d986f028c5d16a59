import type { Group } from '../../alert/alert.js'
import { Alerts } from '../../alert/alerts.js'
import { DeliveryError, type Destination } from '../../alert/destination.js'
import { Incidents } from '../../alert/testing/alert-receiver.js'
import { firing, statusOf } from '../../alert/alert.js'
import { defaultAgentConfig } from '../../config/agent-config.js'
import type { NodeChange } from '../../jenkins/jenkins-nodes.js'
import type { NodeState } from '../../jenkins/node-state.js'
import type { FarmRow } from '../farm-row.js'
import type { FarmRegistry } from '../farm-registry.js'
import { Warden } from '../warden-loop.js'

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
  broken: string[]
}

const size = 20
const share = 0.25
const poorChecks = 3
const goodChecks = 5

/**
 * A farm of 20 under one random sequence of faults: machines fail and mend, people take nodes offline and
 * bring them on, Jenkins fails, lies and loses answers, the receiver of alerts fails. After every look what
 * must hold is checked; what does not is in `broken`.
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
  const result: SimulationResult = { looks, offline: 0, online: 0, broken: [] }
  const incidents = new Incidents()
  const raised = new Map<string, number>()
  let isCalm = false
  const happens = (chance: number): boolean => random() < chance && !isCalm
  const jenkins = simulatedNodes(machines, happens, result)
  const destination: Destination = {
    name: 'pagerduty',
    statuses: ['trigger', 'acknowledge', 'resolve'],
    send: async group => {
      if (random() < 0.2) throw new DeliveryError('status 503')
      take(incidents, group)
      if (random() < 0.1) throw new DeliveryError('the answer was lost')
    }
  }
  const store = new Map<string, string>()
  const alerts = await Alerts.open({
    store: {
      load: async () => [],
      put: async group => {
        store.set(group.key, JSON.stringify(group))
      },
      remove: async key => {
        store.delete(key)
      }
    },
    destinations: [destination],
    project: 'farm',
    groupBy: 'machine',
    groupMs: 0,
    retryMs: [0, 1]
  })
  const config = {
    ...defaultAgentConfig(),
    jenkins: { url: 'http://ci', manageNodes: true, poorChecks, goodChecks, maxOfflineShare: share }
  }
  const registry = {
    isWarden: () => true,
    openAlerts: async () => undefined,
    setOpenAlerts: async () => {}
  } as unknown as FarmRegistry
  const warden = new Warden({
    config,
    registry,
    jenkins,
    alerts,
    rows: async () => machines.map(rowOf),
    onProblem: () => {}
  })
  try {
    for (let look = 0; look <= looks; look++) {
      // The last one is with a Jenkins that works: what is told at the end has to be the truth.
      isCalm = look === looks
      if (!isCalm) disturb(machines, random)
      for (const machine of machines) {
        const before = machine.poorLooks
        machine.poorLooks = machine.isPoor ? machine.poorLooks + 1 : 0
        machine.lookedPoorFor = machine.isPoor ? machine.lookedPoorFor + 1 : 0
        if (machine.isPoor && before === 0) raised.set(machine.device, (raised.get(machine.device) ?? 0) + 1)
      }
      await warden.look()
      const ours = machines.filter(isOurs)
      if (ours.length > Math.floor(size * share)) {
        result.broken.push(`look ${look}: ${ours.length} nodes are offline by us`)
      }
    }
    await settled(alerts)
    // Nodes that should be offline and are not raise an alert of their own.
    const wanted = new Set(machines.filter(machine => machine.isPoor).map(({ device }) => device))
    const open = new Set([...incidents.open.values()].map(({ payload }) => payload?.source))
    for (const device of wanted) if (!open.has(device)) result.broken.push(`the alert for ${device} was lost`)
    for (const device of open) {
      if (device === undefined || !wanted.has(device)) {
        result.broken.push(`an alert for ${device} is open, and nothing is wrong`)
      }
    }
    const opened = [...incidents.opened.values()].reduce((sum, count) => sum + count, 0)
    const periods = [...raised.values()].reduce((sum, count) => sum + count, 0)
    if (opened > periods) result.broken.push(`${opened} incidents for ${periods} faults`)
  } finally {
    await warden.close()
    await alerts.close()
  }
  return result
}

const marker = '[packline] '
const isOurs = ({ isTakenOffline, reason }: SimulatedMachine): boolean =>
  isTakenOffline && reason.startsWith(marker)

function rowOf ({ device, isPoor }: SimulatedMachine): FarmRow {
  const reasons = isPoor
    ? [{ id: 'disk.cache', state: 'fail' as const, since: '2026-01-01T00:00:00.000Z', hint: null }]
    : []
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
  machines: readonly SimulatedMachine[],
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
    if (happens(0.03)) throw new Error('Jenkins does not answer')
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

async function settled (alerts: Alerts): Promise<void> {
  const deadline = performance.now() + 10_000
  while (alerts.groups.some(group => group.told.pagerduty?.version !== group.version)) {
    if (performance.now() > deadline) throw new Error('alerts are not told within 10 s')
    await new Promise(resolve => {
      setTimeout(resolve, 2)
    })
  }
}
