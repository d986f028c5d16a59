import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ZooKeeperDocuments } from '../../agent/coordination/zookeeper-documents.js'
import { ZooKeeperSession } from '../../agent/coordination/zookeeper-session.js'
import { moveTo } from '../../agent/release/move-release.js'
import type { ResolveDocument } from '../../agent/release/resolve-document.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import { author, reviewedWorld } from '../../agent/release/testing/release-world.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'
import { checkFlips, isWhole } from './flip-check.js'
import type { FlipCheck } from './flip-check.js'
import { Random } from './random.js'

export interface FlipChaosOptions {
  flips: number
  agents: number
  seed: number
  maxMinutes: number
  say: (line: string) => void
}
export interface FlipChaosReport extends FlipCheck {
  seed: number
  byKind: Record<string, number>
  reads: number
  tornReads: string[]
  durationMs: number
  missed: string[]
}

const chroot = '/flip-chaos'
const sessionTimeoutMs = 2000
const root = join(import.meta.dirname, '../..')
const kinds = [
  'kill agent',
  'kill agent',
  'kill agent',
  'reset',
  'drop answers',
  'drop answers',
  'black hole',
  'leader kill'
] as const

interface Agent {
  child: ChildProcess
  relays: TcpRelay[]
  isBusy: boolean
  ended: Promise<unknown>
}

/**
 * Agents that flip and undo against a real ensemble, with kills and lost connections, while readers look at
 * every state.
 */
export async function flipChaos (
  { flips, agents: count, seed, maxMinutes, say }: FlipChaosOptions
): Promise<FlipChaosReport> {
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'packline-flip-chaos-'))
  const log = openSync(join(folder, 'log'), 'a')
  const started = performance.now()
  const ensemble = await ZooKeeperEnsemble.start()
  const session = new ZooKeeperSession({ servers: ensemble.address, chroot, sessionTimeoutMs: 10_000 })
    .start()
  const documents = new ZooKeeperDocuments(session)
  const store = new ReleaseStore({ documents, project: 'dk', now: () => new Date() })
  await prepare(documents)
  say(`ready after ${Math.round(performance.now() - started)} ms; seed ${seed}`)
  const agents = await Promise.all(
    Array.from(
      { length: count },
      async (_, index) => await startAgent(`agent-${index}`, ensemble, folder, log)
    )
  )
  const stopReading = new AbortController()
  const seen = { reads: 0, tornReads: [] as string[], revision: 0 }
  const reading = readOn(store, seen, stopReading.signal)
  const byKind: Record<string, number> = {}
  const pending = new Set<Promise<void>>()
  let isEnsembleBusy = false
  const deadline = started + maxMinutes * 60_000
  try {
    // The set-up takes some revisions; what counts is told by the history at the end.
    while (seen.revision < flips + 20 && performance.now() < deadline) {
      await delay(random.integer(300, 1500))
      const kind = random.pick(kinds)
      const agent = random.pick(agents)
      const isEnsemble = kind === 'leader kill'
      if (isEnsemble ? isEnsembleBusy : agent.isBusy) continue
      if (isEnsemble) isEnsembleBusy = true
      else agent.isBusy = true
      byKind[kind] = (byKind[kind] ?? 0) + 1
      const fault = inject(kind, agent, ensemble, random.integer(50, 1500)).finally(() => {
        if (isEnsemble) isEnsembleBusy = false
        else agent.isBusy = false
        pending.delete(fault)
      })
      pending.add(fault)
    }
    await Promise.all(pending)
    writeFileSync(join(folder, 'stop'), '')
    say(`revision ${seen.revision}; waiting for the agents to end`)
    await Promise.race([
      Promise.all(agents.map(async ({ ended }) => {
        await ended
      })),
      delay(60_000, undefined, { ref: false }).then(() => {
        throw new Error('the agents do not end')
      })
    ])
    stopReading.abort()
    await reading
    const checked = checkFlips(folder, await store.history())
    const missed = [
      ...Object.entries({ ...checked, tornReads: seen.tornReads }).flatMap(([name, value]) =>
        Array.isArray(value) && value.length > 0 ? [`${name}: ${value.slice(0, 3).join('; ')}`] : []
      ),
      ...checked.flips + checked.undos >= flips
        ? []
        : [`only ${checked.flips + checked.undos} of ${flips} flips and undos`],
      ...seen.reads > flips ? [] : [`only ${seen.reads} reads`]
    ]
    if (missed.length === 0) rmSync(folder, { recursive: true, force: true })
    else say(`evidence: ${folder}`)
    return {
      seed,
      byKind,
      reads: seen.reads,
      tornReads: seen.tornReads,
      durationMs: Math.round(performance.now() - started),
      ...checked,
      missed
    }
  } finally {
    stopReading.abort()
    await reading.catch(() => {})
    for (const agent of agents) {
      agent.child.removeAllListeners('exit')
      agent.child.kill('SIGKILL')
      for (const relay of agent.relays) await relay.close()
    }
    await session.close()
    await ensemble.stop()
  }
}

/** 1.0 live and 1.1 in review, each with a hot update at live, so that a mixture of two states would show. */
async function prepare (documents: ZooKeeperDocuments): Promise<void> {
  const { store, registry, live, reviewed } = await reviewedWorld(documents)
  await registry.recordHotUpdate(live, 'live', { version: '1.0.0.1', digest: 'a' }, author)
  await moveTo(store, live, 'live', 'withdrawn', author)
  await moveTo(store, live, 'live', 'live', author)
  await registry.recordRows(reviewed, 'live', await registry.rows(reviewed, 'review-1'), author)
  await registry.recordHotUpdate(reviewed, 'live', { version: '1.1.0.1', digest: 'b' }, author)
  // Published to live, but what live serves goes up with the flip only.
  await store.commit({ ...author, action: 'release published', subject: '1.1-2 live' }, async draft => {
    const release = await draft.read<typeof reviewed>('releases/1.1-2')
    draft.write('releases/1.1-2', {
      ...release!,
      targets: { ...release!.targets, live: { ...release!.targets.live!, state: 'published' } }
    })
  })
}

async function startAgent (
  name: string,
  ensemble: ZooKeeperEnsemble,
  folder: string,
  log: number
): Promise<Agent> {
  const relays = await Promise.all(ensemble.servers.map(async server => await TcpRelay.start(server.port)))
  const settings = JSON.stringify({
    name,
    servers: relays.map(relay => relay.address).join(','),
    chroot,
    sessionTimeoutMs,
    folder
  })
  const agent = { relays, isBusy: false } as Agent
  const launch = (): void => {
    agent.child = spawn(process.execPath, [
      '--import',
      join(root, 'scripts/register.mjs'),
      join(root, 'scripts/faults/flip-agent.ts'),
      settings
    ], { stdio: ['ignore', 'ignore', log] })
    agent.ended = once(agent.child, 'exit').then(async ([code]) => {
      if (code === 0) return
      launch()
      await agent.ended
    })
  }
  launch()
  return agent
}

async function readOn (
  store: ReleaseStore,
  seen: { reads: number, tornReads: string[], revision: number },
  signal: AbortSignal
): Promise<void> {
  while (!signal.aborted) {
    const document = await store.read<ResolveDocument>('resolve').catch(() => undefined)
    if (document === undefined) {
      await delay(20)
      continue
    }
    seen.reads++
    if (!isWhole(document)) {
      seen.tornReads.push(`revision ${document.revision}: ${JSON.stringify(document.targets)}`)
    }
    if (document.revision < seen.revision) {
      seen.tornReads.push(`revision ${document.revision} after ${seen.revision}`)
    }
    seen.revision = document.revision
    await delay(2)
  }
}

async function inject (
  kind: typeof kinds[number],
  agent: Agent,
  ensemble: ZooKeeperEnsemble,
  lastsMs: number
): Promise<void> {
  switch (kind) {
    case 'kill agent':
      agent.child.kill('SIGKILL')
      // A new one takes a while to start; killing it before would only test the starting.
      await delay(1500 + lastsMs)
      return
    case 'reset':
      for (const relay of agent.relays) relay.reset()
      return
    case 'drop answers':
    case 'black hole':
      for (const relay of agent.relays) await relay.set(kind === 'black hole' ? 'blackHole' : 'dropAnswers')
      await delay(lastsMs)
      for (const relay of agent.relays) await relay.set('pass')
      for (const relay of agent.relays) relay.reset()
      return
    case 'leader kill': {
      const leader = await ensemble.leader()
      await leader.crash()
      await delay(lastsMs)
      await leader.launch()
      await leader.untilReady(60_000)
    }
  }
}
