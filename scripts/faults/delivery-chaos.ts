import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'
import type { Documents } from '../../agent/coordination/documents.js'
import { PacklineError } from '../../agent/errors.js'
import { applyProjectFile } from '../../agent/release/change-definition.js'
import { deliveredChange, finishDelivery } from '../../agent/release/delivered-change.js'
import type { DeliveryPorts } from '../../agent/release/delivered-change.js'
import { deliveryStatus } from '../../agent/release/delivery-status.js'
import { flip } from '../../agent/release/flip.js'
import { deliverHotUpdate, moveTo } from '../../agent/release/move-release.js'
import type { Delivery } from '../../agent/release/publish/publisher.js'
import { storePublisher } from '../../agent/release/publish/store-publisher.js'
import { recordPublished } from '../../agent/release/record-published.js'
import { Registry } from '../../agent/release/registry.js'
import { releaseKey } from '../../agent/release/registry-model.js'
import type { Release } from '../../agent/release/registry-model.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import type { Current } from '../../agent/release/resolve-document.js'
import { author, game, rebuild } from '../../agent/release/testing/release-world.js'
import { undoFlip } from '../../agent/release/undo-flip.js'
import { madeFile, Killed, portsOf, Process, seenWrong } from './delivery-world.js'
import type { DeliveryBreak } from './delivery-world.js'
import { Random } from './random.js'

interface DeliveryChaosOptions {
  operations: number
  seed: number
  /** Leaves a protection out: the run has to fail. */
  broken?: DeliveryBreak | undefined
}

interface DeliveryChaosReport {
  seed: number
  done: Record<string, number>
  killed: number
  refused: Record<string, number>
  reads: number
  recoveries: number
  /** What must never be; empty when all is well. */
  wrong: string[]
}

/**
 * Publishes, submits, flips, undoes and delivers hot updates to two places, by processes that are killed
 * between any two requests and whose requests fail. After every request players look.
 */
export async function deliveryChaos (options: DeliveryChaosOptions): Promise<DeliveryChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-delivery-'))
  const documents = new LevelDocuments({ folder: join(folder, 'documents'), isDurable: false })
  try {
    return await new DeliveryChaos(folder, documents, options).run()
  } finally {
    await documents.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

class DeliveryChaos {
  readonly #folder: string
  readonly #documents: Documents
  readonly #random: Random
  readonly #options: DeliveryChaosOptions
  readonly #places: string[]
  readonly #report: DeliveryChaosReport
  #minor = 0
  #update = 0

  constructor (folder: string, documents: Documents, options: DeliveryChaosOptions) {
    this.#folder = folder
    this.#documents = documents
    this.#options = options
    this.#random = new Random(options.seed)
    this.#places = ['a', 'b'].map(name => join(folder, name))
    const counts = { done: {}, killed: 0, refused: {}, reads: 0, recoveries: 0, wrong: [] }
    this.#report = { seed: options.seed, ...counts }
  }

  async run (): Promise<DeliveryChaosReport> {
    const calm = this.#process()
    await applyProjectFile(this.#store(calm), game, author)
    await this.#publish(calm)
    await moveTo(this.#store(calm), { version: '1.1', build: 1 }, 'live', 'live', author, this.#made(calm))
    for (let count = 0; count < this.#options.operations; count++) {
      const process = this.#process(true)
      await this.#try(
        this.#random.pick(['publish', 'submit', 'flip', 'flip', 'undo', 'update', 'update']),
        process
      )
      if (this.#random.chance(0.3)) await this.#recover()
      if (this.#report.wrong.length > 0) break
    }
    await this.#recover()
    return this.#report
  }

  async #try (name: string, process: Process): Promise<void> {
    const store = this.#store(process)
    try {
      if (name === 'publish') await this.#publish(process)
      if (name === 'submit') await this.#submit(store, process)
      if (name === 'flip') await flip(store, { ...author, from: 'review-1', to: 'live' }, this.#made(process))
      if (name === 'undo') await undoFlip(store, author, this.#made(process))
      if (name === 'update') await this.#hotUpdate(process)
      this.#report.done[name] = (this.#report.done[name] ?? 0) + 1
    } catch (error) {
      if (error instanceof Killed) this.#report.killed++
      else if (error instanceof PacklineError) {
        this.#report.refused[error.code] = (this.#report.refused[error.code] ?? 0) + 1
      } else throw error
    }
  }

  /** Whoever comes next, with everything in order again: served equals recorded, and nothing is lost. */
  async #recover (): Promise<void> {
    const process = this.#process()
    const store = this.#store(process)
    const ports = this.#ports(process)
    if (this.#options.broken === 'journal') {
      await store.commit({ ...author, action: 'break', subject: '' }, async draft => {
        await draft
          .read('delivery')
        draft.write('delivery', { pending: null })
      })
    }
    await finishDelivery(store, ports)
    const { publishers, pending } = await deliveryStatus(store, ports)
    if (pending !== null) this.#report.wrong.push(`${pending.action} is not finished`)
    for (const { place, state, differences } of publishers) {
      if (state !== 'same') this.#report.wrong.push(`${place} ${state}: ${JSON.stringify(differences)}`)
    }
    const history = await store.history()
    if (history.some(({ revision }, index) => revision !== index + 1)) {
      this.#report.wrong.push('history has a gap')
    }
    this.#report.recoveries++
  }

  async #publish (process: Process): Promise<void> {
    const registry = new Registry(this.#store(process))
    const release = await registry.begin({ version: `1.${++this.#minor}`, rebuild }, author)
    for (const target of ['live', 'review-1']) await this.#publishTo(process, release, target)
  }

  async #publishTo (process: Process, release: Release, target: string): Promise<void> {
    const store = this.#store(process)
    const file = madeFile(join(this.#folder, 'made'), 'game', releaseKey(release))
    const { name, sizeBytes, sha256 } = file
    await new Registry(store).recordRows(
      release,
      target,
      ['android', 'ios'].map(platform => ({
        platform,
        channel: '',
        pairing: '',
        inputDigest: sha256,
        method: 'build',
        signature: 'none',
        artifacts: [{ name, sizeBytes, sha256 }]
      })),
      author
    )
    await this.#hand(process, release, target, [file])
  }

  /** Hands packages and the next hot update to both places. */
  async #hand (process: Process, release: Release, target: string, files: Delivery['files']): Promise<void> {
    const store = this.#store(process)
    const version = `${release.version}.0.${++this.#update}`
    const from = `${target}/${release.version}/versions/${version}`
    const hotUpdate = ['project', 'version'].map(kind =>
      madeFile(join(this.#folder, 'made'), `${from}/${kind}.manifest`, JSON.stringify({ version, kind }))
    )
    const delivery = { project: 'dk', release: releaseKey(release), target, files, hotUpdate }
    for (const place of this.#places) {
      const publisher = storePublisher(process.store(place, this.#options.broken))
      await publisher.publish(delivery, this.#ports(process).signal)
      const targets = files.length === 0 ? [] : [target]
      const record = { reach: 'folder' as const, place, targets, hotUpdates: [target] }
      const update = { version, digest: version, from }
      await recordPublished(store, release, target, { record, update }, author)
    }
  }

  async #submit (store: ReleaseStore, process: Process): Promise<void> {
    const releases = await new Registry(store).list()
    const next = releases.findLast(({ targets }) => targets['review-1']?.state === 'published')
    if (next !== undefined) await moveTo(store, next, 'review-1', 'in-review', author, this.#made(process))
  }

  async #hotUpdate (process: Process): Promise<void> {
    const store = this.#store(process)
    const target = this.#random.pick(['live', 'review-1'])
    const held = (await store.read<Current>(`current/${target}`))?.release
    if (held === null || held === undefined) return
    const release = await new Registry(store).get(held)
    await this.#hand(process, release, target, [])
    await deliverHotUpdate(store, release, target, author, this.#made(process))
  }

  #process (isFaulty = false): Process {
    const faults = { dies: this.#random.chance(0.5), failing: this.#random.chance(0.3) ? 0.03 : 0 }
    return new Process(this.#random, () => {
      this.#look()
    }, isFaulty ? faults : {})
  }

  #look (): void {
    this.#report.reads++
    this.#report.wrong.push(...this.#places.flatMap(seenWrong))
  }

  #store (process: Process): ReleaseStore {
    return new ReleaseStore({
      documents: process.documents(this.#documents),
      project: 'dk',
      now: () => new Date('2026-01-15T00:00:00Z')
    })
  }

  #ports (process: Process): DeliveryPorts {
    return portsOf(process, this.#options.broken)
  }

  #made (process: Process): ReturnType<typeof deliveredChange> {
    return deliveredChange(this.#ports(process))
  }
}
