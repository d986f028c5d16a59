import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Documents } from '../../agent/coordination/documents.js'
import { PacklineError } from '../../agent/errors.js'
import type { DeliveryPorts } from '../../agent/release/delivered-change.js'
import { storePublisher } from '../../agent/release/publish/store-publisher.js'
import type { PublishFile } from '../../agent/release/publish/publisher.js'
import { folderStore } from '../../agent/release/store/folder-store.js'
import type { ObjectStore } from '../../agent/release/store/object-store.js'
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
    return this.#wrapped(documents, ['get', 'list', 'transact'], () => undefined)
  }

  store (place: string, broken: DeliveryBreak | undefined): ObjectStore {
    const store = folderStore(place)
    if (broken === 'torn') {
      const replace = store.replace
      store.replace = async (name, bytes, signal) => {
        writeFileSync(join(place, name), String(bytes).slice(0, 10))
        this.#look()
        await replace(name, bytes, signal)
      }
    }
    const fault = (): PacklineError =>
      this.#random.chance(0.5)
        ? new PacklineError('DISK_FULL', { folder: place })
        : new PacklineError('RELEASE_PUBLISHER_FAILED', { place, reason: '500' })
    return this.#wrapped(store, ['read', 'find', 'put', 'putIfAbsent', 'replace', 'remove', 'link'], fault)
  }

  /** Dead before a request, or after it when nobody hears the answer any more. */
  #wrapped<T extends object> (
    target: T,
    names: readonly string[],
    fault: () => PacklineError | undefined
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
          this.#look()
          return result
        }
      }
    })
  }
}

export function portsOf (process: Process, broken: DeliveryBreak | undefined): DeliveryPorts {
  return {
    signal: new AbortController().signal,
    open: async ({ place }) => {
      const publisher = storePublisher(process.store(place, broken))
      if (broken !== 'take-back') return publisher
      return {
        ...publisher,
        deliver: async (shown, options) => {
          if (options.failed === undefined) await publisher.deliver(shown, options)
        }
      }
    }
  }
}

/** A file of this machine to publish. */
export function madeFile (folder: string, name: string, text: string): PublishFile {
  const path = join(folder, createHash('sha256').update(name + text).digest('hex'))
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { name, path, sizeBytes: Buffer.byteLength(text), sha256, isReplaced: false }
}

/** What is wrong with what players can see at this moment: half of something, or of somebody else's line. */
export function seenWrong (place: string): string[] {
  const wrong: string[] = []
  for (const name of namesIn(join(place, 'current')).filter(each => !each.endsWith('.json'))) {
    const folder = join(place, 'current', readlinkSync(join(place, 'current', name)))
    const release = folder.split('/').at(-2) ?? ''
    const text = existsSync(join(folder, 'game')) ? readFileSync(join(folder, 'game'), 'utf8') : 'nothing'
    if (text !== release) wrong.push(`current/${name} leads to ${folder}, which holds ${text}`)
  }
  for (const address of lineAddresses(join(place, 'hot-update'))) {
    const file = join(place, 'hot-update', address, 'version.manifest')
    if (!existsSync(file)) continue
    const native = address.split('/')[1]
    const version = versionOf(readFileSync(file, 'utf8'))
    const isOwn = native === undefined || version.startsWith(`${native}.`)
    if (version === '' || !isOwn) wrong.push(`hot-update/${address} shows ${version || 'half of a manifest'}`)
  }
  return wrong
}

function versionOf (manifest: string): string {
  try {
    const { version }: { version: string } = JSON.parse(manifest)
    return version
  } catch {
    return ''
  }
}

function lineAddresses (folder: string): string[] {
  return namesIn(folder).flatMap(target => [
    target,
    ...namesIn(join(folder, target)).filter(name => /^[\d.]+$/.test(name)).map(native =>
      `${target}/${native}`
    )
  ])
}

function namesIn (folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
