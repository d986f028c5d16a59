import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Documents } from '../../agent/coordination/documents.js'
import { PacklineError } from '../../agent/errors.js'
import type { DeliveryPorts } from '../../agent/release/delivery-ports.js'
import { storePublisher } from '../../agent/release/publish/store-publisher.js'
import type { Publisher } from '../../agent/release/publish/publisher.js'
import { folderStore } from '../../agent/release/store/folder-store.js'
import type { ObjectStore } from '../../agent/release/store/object-store.js'
import { seenWrong } from './delivery-readers.js'
import type { Random } from './random.js'

/** Protections that a run can leave out: it has to fail then. */
export const deliveryBreaks = ['journal', 'take-back', 'torn'] as const
export type DeliveryBreak = typeof deliveryBreaks[number]

/** What a killed process does from then on: nothing, and nobody hears of it. */
export class Killed extends Error {}

/** One process: it dies at some request, and requests of its may fail. */
export class Process {
  readonly #random: Random
  readonly #look: () => void
  #left: number
  readonly #failing: number

  constructor (random: Random, look: () => void, { dies = false, failing = 0 } = {}) {
    this.#random = random
    this.#look = look
    this.#left = dies ? random.integer(1, 150) : Infinity
    this.#failing = failing
  }

  /** Documents lose no request here; scripts/chaos flip does that to a real ensemble. */
  documents (documents: Documents): Documents {
    return this.#wrapped(documents, ['get', 'list', 'transact'], () => undefined, false)
  }

  store (place: string, broken: DeliveryBreak | undefined): ObjectStore {
    const store = broken === 'torn'
      ? tornStore(place, async () => {
        this.#look()
      })
      : folderStore(place)
    const fault = (): PacklineError =>
      this.#random.chance(0.5)
        ? new PacklineError('DISK_FULL', { folder: place })
        : new PacklineError('RELEASE_PUBLISHER_FAILED', { place, reason: '500' })
    const changing = ['put', 'putIfAbsent', 'replace', 'note', 'remove', 'link', 'copy']
    return this.#wrapped(
      this.#wrapped(store, changing, fault, true),
      ['read', 'find'],
      fault,
      false
    )
  }

  /** Dead before a request, or after it when nobody hears the answer any more. */
  #wrapped<T extends object> (
    target: T,
    names: readonly string[],
    fault: () => PacklineError | undefined,
    isSeen: boolean
  ): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function' || !names.includes(String(name))) return member
        return async (...given: unknown[]): Promise<unknown> => {
          if (this.#left-- <= 0) throw new Killed()
          const failure = this.#failing > 0 && this.#random.chance(this.#failing) ? fault() : undefined
          if (failure !== undefined) throw failure
          const result: unknown = await Reflect.apply(member, object, given)
          if (isSeen) this.#look()
          return result
        }
      }
    })
  }
}

/** One that writes over a document where it lies. */
export function tornStore (place: string, between: () => Promise<void>): ObjectStore {
  const store = folderStore(place)
  return {
    ...store,
    replace: async (name, bytes, signal) => {
      writeFileSync(join(place, name), String(bytes).slice(0, 10))
      await between()
      await store.replace(name, bytes, signal)
    }
  }
}

export function portsOf (process: Process, broken: DeliveryBreak | undefined): DeliveryPorts {
  return {
    signal: new AbortController().signal,
    open: async ({ place }) => withoutTakingBack(storePublisher(process.store(place, broken)), broken)
  }
}

export function withoutTakingBack (publisher: Publisher, broken: DeliveryBreak | undefined): Publisher {
  if (broken !== 'take-back') return publisher
  return {
    ...publisher,
    deliver: async (shown, options) =>
      options.failed === undefined ? await publisher.deliver(shown, options) : ''
  }
}

/** What is wrong with what players can see in a folder at this moment. */
export function seenWrongIn (place: string): string[] {
  const reader = seenWrong()
  for (let step = reader.next();;) {
    if (step.done === true) return step.value
    const file = join(place, step.value)
    step = reader.next(existsSync(file) ? readFileSync(file, 'utf8') : undefined)
  }
}
