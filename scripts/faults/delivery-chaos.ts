import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'
import type { Documents } from '../../agent/coordination/documents.js'
import { PacklineError } from '../../agent/errors.js'
import { finishDelivery } from '../../agent/release/finish-delivery.js'
import type { DeliveryPorts } from '../../agent/release/delivery-ports.js'
import { deliveryStatus } from '../../agent/release/delivery-status.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import { author } from '../../agent/release/testing/release-world.js'
import { beginReleases, deliveryOperations, operate } from './delivery-operations.js'
import type { DeliveryOperation, Releaser } from './delivery-operations.js'
import { Killed, portsOf, Process, seenWrongIn } from './delivery-world.js'
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
  // What is flushed takes no time in memory, and nothing here loses power.
  const memory = '/dev/shm'
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'packline-delivery-'))
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
    await beginReleases(this.#releaser(this.#process()))
    for (let count = 0; count < this.#options.operations; count++) {
      await this.#try(this.#random.pick(deliveryOperations), this.#process(true))
      if (this.#random.chance(0.3)) await this.#recover()
      if (this.#report.wrong.length > 0) break
    }
    await this.#recover()
    return this.#report
  }

  async #try (name: DeliveryOperation, process: Process): Promise<void> {
    try {
      await operate(name, this.#releaser(process), randomUUID())
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

  #releaser (process: Process): Releaser {
    return {
      store: this.#store(process),
      ports: this.#ports(process),
      places: this.#places.map(place => ({ reach: 'folder', place })),
      folder: join(this.#folder, 'made'),
      random: this.#random
    }
  }

  #process (isFaulty = false): Process {
    const faults = { dies: this.#random.chance(0.5), failing: this.#random.chance(0.3) ? 0.03 : 0 }
    return new Process(this.#random, () => {
      this.#look()
    }, isFaulty ? faults : {})
  }

  #look (): void {
    this.#report.reads++
    this.#report.wrong.push(...this.#places.flatMap(seenWrongIn))
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
}
