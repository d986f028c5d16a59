import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDocuments } from '../../agent/coordination/open-documents.js'
import { finishDelivery } from '../../agent/release/finish-delivery.js'
import { deliveryStatus, repairDelivery } from '../../agent/release/delivery-status.js'
import { openPublisher } from '../../agent/release/publish/open-publisher.js'
import { Registry } from '../../agent/release/registry.js'
import { releaseKey } from '../../agent/release/registry-model.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import { author } from '../../agent/release/testing/release-world.js'
import { beginReleases } from './delivery-operations.js'
import type { Releaser } from './delivery-operations.js'
import { gameOf, seenWrong } from './delivery-readers.js'
import type { DeliveryBreak } from './delivery-world.js'
import { Random } from './random.js'
import { readReleases } from './release-journal.js'
import type { ReleaseAgentSettings } from './release-journal.js'
import { bucketKeys, openScene } from './release-scene.js'
import type { ReleaseScene } from './release-scene.js'

interface ReleaseChaosOptions {
  operations: number
  seed: number
  registry: 'folder' | 'zookeeper'
  broken?: DeliveryBreak | undefined
  say: (line: string) => void
}

interface ReleaseChaosReport {
  seed: number
  registry: string
  operations: number
  /** How often each was done, and what was answered where it was not. */
  done: Record<string, number>
  told: Record<string, number>
  faults: Record<string, number>
  reads: Record<string, number>
  recoveries: number
  /** How often a place showed something else after that, which repair settled. */
  repaired: number
  durationMs: number
  /** What must never be; empty when all is well. */
  wrong: string[]
}

const agentsAtOnce = 3
const roundOperations = 60
const agentFile = join(import.meta.dirname, 'release-agent.ts')
const hooks = join(import.meta.dirname, '../register.mjs')

/** Machines that release, killed at any moment, with servers that fail; players read all the while. */
export async function releaseChaos (options: ReleaseChaosOptions): Promise<ReleaseChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-release-chaos-'))
  const random = new Random(options.seed)
  const scene = await openScene(folder, options.registry, random)
  try {
    const report = await new ReleaseChaos(scene, random, options).run()
    if (report.wrong.length > 0) options.say(`evidence: ${folder}`)
    return report
  } finally {
    await scene.close()
  }
}

class ReleaseChaos {
  readonly #scene: ReleaseScene
  readonly #random: Random
  readonly #options: ReleaseChaosOptions
  readonly #log: number
  readonly #report: ReleaseChaosReport

  constructor (scene: ReleaseScene, random: Random, options: ReleaseChaosOptions) {
    this.#scene = scene
    this.#random = random
    this.#options = options
    this.#log = openSync(join(scene.folder, 'log'), 'a')
    const counts = { operations: 0, recoveries: 0, repaired: 0, durationMs: 0 }
    const { seed, registry } = options
    this.#report = { seed, registry, ...counts, done: {}, told: {}, faults: {}, reads: {}, wrong: [] }
  }

  async run (): Promise<ReleaseChaosReport> {
    const started = performance.now()
    const { operations, say } = this.#options
    const stop = new AbortController()
    await this.#calmly(beginReleases)
    const reading = Object.entries(this.#scene.readers).map(async ([name, read]) => {
      await this.#readOn(name, read, stop.signal)
    })
    try {
      for (let round = 0; this.#report.operations < operations && this.#report.wrong.length === 0; round++) {
        await this.#round(round)
        await this.#calmly(async releaser => await this.#recover(releaser))
        say(`${this.#report.operations} operations, ${JSON.stringify(this.#report.faults)}`)
      }
    } finally {
      stop.abort()
      await Promise.all(reading)
    }
    this.#report.durationMs = Math.round(performance.now() - started)
    if (this.#report.wrong.length === 0) this.#clear()
    return this.#report
  }

  /** Agents with something to do, and faults until they have done it. */
  async #round (round: number): Promise<void> {
    const names = Array.from({ length: agentsAtOnce }, (_, index) => `${round}-${index}`)
    const working = Promise.all(names.map(async name => {
      await this.#untilDone(name)
    }))
    let isWorking = true
    const faults = this.#breakThings(() => isWorking)
    await working.finally(() => {
      isWorking = false
    })
    await faults
    for (const name of names) this.#count(name)
  }

  async #untilDone (name: string): Promise<void> {
    for (;;) {
      const child = this.#launch(name)
      // Anywhere in the operation that it began.
      child.on('message', () => {
        if (this.#random.chance(0.15)) setTimeout(() => child.kill('SIGKILL'), this.#random.integer(0, 300))
      })
      const [code, signal] = await once(child, 'exit')
      if (code === 0) return
      if (signal !== 'SIGKILL') throw new Error(`${name} ended with ${code}; see ${this.#scene.folder}/log`)
      this.#tally('SIGKILL')
    }
  }

  #launch (name: string): ChildProcess {
    const { folder, places, zookeeper } = this.#scene
    const settings: ReleaseAgentSettings = {
      name,
      folder,
      places,
      ...zookeeper && { zookeeper },
      environment: bucketKeys,
      quota: Math.ceil(roundOperations / agentsAtOnce),
      seed: this.#random.integer(1, 1e9),
      broken: this.#options.broken
    }
    const words = ['--import', hooks, agentFile, JSON.stringify(settings)]
    return spawn(process.execPath, words, { stdio: ['ignore', this.#log, this.#log, 'ipc'] })
  }

  async #breakThings (goesOn: () => boolean): Promise<void> {
    const kinds = Object.keys(this.#scene.faults)
    while (goesOn()) {
      await delay(this.#random.integer(500, 4000))
      const kind = this.#random.pick(kinds)
      await this.#scene.faults[kind]?.(this.#random.pick([50, 100, 200, 400, 800, 1600]))
      this.#tally(kind)
    }
  }

  #tally (kind: string): void {
    this.#report.faults[kind] = (this.#report.faults[kind] ?? 0) + 1
  }

  #count (name: string): void {
    const entries = readReleases(join(this.#scene.folder, `${name}.journal`))
    const actions = new Map(entries.flatMap(entry => 'action' in entry ? [[entry.id, entry.action]] : []))
    this.#report.operations += actions.size
    for (const entry of entries) {
      if ('done' in entry) add(this.#report.done, actions.get(entry.id) ?? '')
      if ('told' in entry) add(this.#report.told, entry.told)
    }
  }

  /** With no fault about: whoever comes next, and what must hold then. */
  async #calmly (work: (releaser: Releaser) => Promise<void>): Promise<void> {
    const { folder, places, zookeeper } = this.#scene
    const documents = await openDocuments({
      config: { ...zookeeper && { zookeeper } },
      environment: {},
      home: join(folder, 'home'),
      cwd: folder
    })
    const context = { environment: bucketKeys, home: folder }
    try {
      await work({
        store: new ReleaseStore({ documents, project: 'dk', now: () => new Date() }),
        ports: {
          signal: new AbortController().signal,
          open: async record => await openPublisher(record, context)
        },
        places,
        folder: join(folder, 'made', 'calm'),
        random: this.#random
      })
    } finally {
      await documents.close()
    }
  }

  async #recover ({ store, ports }: Releaser): Promise<void> {
    const { wrong } = this.#report
    if (this.#options.broken === 'journal') {
      await store.commit({ ...author, action: 'break', subject: '' }, async draft => {
        await draft.read('delivery')
        draft.write('delivery', { pending: null })
      })
    }
    await finishDelivery(store, ports)
    const differing = async (): Promise<string[]> => {
      const { publishers, pending } = await deliveryStatus(store, ports)
      return [
        ...pending === null ? [] : [`${pending.action} ${pending.subject} is not finished`],
        ...publishers
          .filter(({ state }) => state !== 'same')
          .map(({ place, state, differences }) => `${place} ${state}: ${JSON.stringify(differences)}`)
      ]
    }
    const found = await differing()
    if (found.length > 0) {
      this.#options.say(found.join('\n'))
      if (this.#options.broken === undefined) {
        this.#report.repaired++
        await repairDelivery(store, author, ports)
      }
      wrong.push(...await differing())
    }
    const history = await store.history()
    wrong.push(
      ...history.flatMap(({ revision }, index) => revision === index + 1 ? [] : [`no revision ${index + 1}`])
    )
    const ids = new Map(history.map(({ id, revision }) => [id, revision]))
    for (const file of readdirSync(this.#scene.folder).filter(name => name.endsWith('.journal'))) {
      for (const entry of readReleases(join(this.#scene.folder, file))) {
        const isLost = 'done' in entry && entry.done !== null && ids.get(entry.id) !== entry.done
        if (isLost) wrong.push(`${entry.id} was done as revision ${entry.done}, which is not it`)
      }
    }
    wrong.push(...await this.#lost(store))
    this.#report.recoveries++
  }

  /** What was published lies where it was put. */
  async #lost (store: ReleaseStore): Promise<string[]> {
    const lost: string[] = []
    for (const release of await new Registry(store).list()) {
      for (const [target, { state }] of Object.entries(release.targets)) {
        if (state === 'planned' || state === 'packaged') continue
        const name = `releases/${releaseKey(release)}/${target}/game`
        const found = await this.#scene.readers.folder?.(name)
        if (found !== gameOf(releaseKey(release))) lost.push(`${name} holds ${found}`)
      }
    }
    return lost
  }

  async #readOn (
    place: string,
    read: (name: string) => Promise<string | undefined>,
    signal: AbortSignal
  ): Promise<void> {
    while (!signal.aborted) {
      const reader = seenWrong()
      try {
        let step = reader.next()
        while (step.done !== true) step = reader.next(await read(step.value))
        this.#report.wrong.push(...step.value.map(each => `${place}: ${each}`))
        add(this.#report.reads, place)
      } catch {
        // A server that fails shows nothing wrong.
        add(this.#report.reads, `${place}, no answer`)
      }
      await delay(20)
    }
  }

  #clear (): void {
    for (const name of ['made', 'home']) {
      rmSync(join(this.#scene.folder, name), { recursive: true, force: true })
    }
    mkdirSync(this.#scene.folder, { recursive: true })
  }
}

function add (counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
