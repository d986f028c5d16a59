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
import { ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'
import { chroot, inject, kinds, startAgent } from './flip-agents.js'
import type { FlipAgent } from './flip-agents.js'
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

/** Who takes part in one run. */
interface Scene {
  folder: string
  ensemble: ZooKeeperEnsemble
  session: ZooKeeperSession
  store: ReleaseStore
  agents: FlipAgent[]
}

interface Seen {
  reads: number
  tornReads: string[]
  revision: number
}

/**
 * Agents that flip and undo against a real ensemble, with kills and lost connections, while readers look at
 * every state.
 */
export async function flipChaos (
  { flips, agents: count, seed, maxMinutes, say }: FlipChaosOptions
): Promise<FlipChaosReport> {
  const started = performance.now()
  const scene = await begin(count)
  say(`ready after ${Math.round(performance.now() - started)} ms; seed ${seed}`)
  const stopReading = new AbortController()
  const seen: Seen = { reads: 0, tornReads: [], revision: 0 }
  const reading = readOn(scene.store, seen, stopReading.signal)
  const deadline = started + maxMinutes * 60_000
  try {
    // The set-up takes some revisions; what counts is told by the history at the end.
    const byKind = await breakThings(
      scene,
      new Random(seed),
      () => seen.revision < flips + 20 && performance.now() < deadline
    )
    say(`revision ${seen.revision}; waiting for the agents to end`)
    await untilEnded(scene)
    stopReading.abort()
    await reading
    const checked = checkFlips(scene.folder, await scene.store.history())
    const missed = missedIn(checked, seen, flips)
    if (missed.length === 0) rmSync(scene.folder, { recursive: true, force: true })
    else say(`evidence: ${scene.folder}`)
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
    await end(scene)
  }
}

async function begin (count: number): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-flip-chaos-'))
  const log = openSync(join(folder, 'log'), 'a')
  const ensemble = await ZooKeeperEnsemble.start()
  const session = new ZooKeeperSession({ servers: ensemble.address, chroot, sessionTimeoutMs: 10_000 })
    .start()
  const documents = new ZooKeeperDocuments(session)
  const store = new ReleaseStore({ documents, project: 'dk', now: () => new Date() })
  await prepare(documents)
  const agents = await Promise.all(
    Array.from(
      { length: count },
      async (_, index) => await startAgent(`agent-${index}`, ensemble, folder, log)
    )
  )
  return { folder, ensemble, session, store, agents }
}

/** Injects faults while it `goesOn`, then waits for those under way. Returns how many of each kind. */
async function breakThings (
  { agents, ensemble }: Scene,
  random: Random,
  goesOn: () => boolean
): Promise<Record<string, number>> {
  const byKind: Record<string, number> = {}
  const pending = new Set<Promise<void>>()
  let isEnsembleBusy = false
  while (goesOn()) {
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
  return byKind
}

async function untilEnded ({ folder, agents }: Scene): Promise<void> {
  writeFileSync(join(folder, 'stop'), '')
  await Promise.race([
    Promise.all(agents.map(async ({ ended }) => {
      await ended
    })),
    delay(60_000, undefined, { ref: false }).then(() => {
      throw new Error('the agents do not end')
    })
  ])
}

/** What the run should have shown and did not. */
function missedIn (checked: FlipCheck, { reads, tornReads }: Seen, flips: number): string[] {
  const done = checked.flips + checked.undos
  return [
    ...Object.entries({ ...checked, tornReads }).flatMap(([name, value]) =>
      Array.isArray(value) && value.length > 0 ? [`${name}: ${value.slice(0, 3).join('; ')}`] : []
    ),
    ...done >= flips ? [] : [`only ${done} of ${flips} flips and undos`],
    ...reads > flips ? [] : [`only ${reads} reads`]
  ]
}

async function end ({ agents, session, ensemble }: Scene): Promise<void> {
  for (const agent of agents) {
    agent.child.removeAllListeners('exit')
    agent.child.kill('SIGKILL')
    for (const relay of agent.relays) await relay.close()
  }
  await session.close()
  await ensemble.stop()
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
    const live = release?.targets.live
    if (release === undefined || live === undefined) throw new Error('1.1-2 is not in live')
    draft.write('releases/1.1-2', {
      ...release,
      targets: { ...release.targets, live: { ...live, state: 'published' } }
    })
  })
}

async function readOn (
  store: ReleaseStore,
  seen: Seen,
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
