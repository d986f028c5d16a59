import { open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { errorText } from '../../error-text.js'
import { digestsOfFile } from '../../files/streamed-digest.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { Wording } from '../../messages/phrase.js'
import { withoutCase } from './known-paths.js'
import type { ProjectManifest } from './manifest.js'

/** What a player would meet, as a message of its own in HOT_UPDATE_REPLAY_FAILED. */
export class UpdateFailure extends Error {
  readonly key: `replay.${string}`
  readonly parameters: Record<string, Wording>

  constructor (key: `replay.${string}`, parameters: Record<string, Wording>) {
    super(key)
    this.key = key
    this.parameters = parameters
  }
}

interface Unit {
  name: string
  md5: string
  size: number
  compressed: boolean
}

/** What a URL may hold (RFC 3986); NSURL takes nothing else, and clients encode nothing. */
const address = /^[\w.~:/?#@!$&'()*+,;=%-]*$/

/**
 * A client as AssetsManagerEx.cpp and Manifest.cpp of cocos2d-x 3 are one: it tells assets apart by name and
 * md5 alone, keeps each under its name as the manifest has it, unpacks what is `compressed` where it lies and
 * removes it. This one is killed half-way and resumes by what it noted, its disk ignores case, and it removes
 * what is gone at the very end, as the engine of Creator does (updateSucceed in
 * native/extensions/assets-manager of cocos-engine 3.8): what gets through here gets through anywhere.
 */
export class EngineClient {
  readonly #local: ProjectManifest
  readonly #disk: Map<string, { name: string, file: string }>
  readonly #unpacked = new Map<string, string>()

  /** `tree` is what the player has, by the names in the manifest. */
  constructor (local: ProjectManifest, tree: ReadonlyMap<string, string>) {
    this.#local = local
    this.#disk = new Map([...tree].map(([name, file]) => [withoutCase(name), { name, file }]))
  }

  /** `get` is the file that is served at an address. */
  async update (remote: ProjectManifest, get: (url: string) => string, signal: AbortSignal): Promise<void> {
    const units = this.#changed(remote)
    const noted = new Set<string>()
    const half = units.slice(0, Math.ceil(units.length / 2))
    for (const unit of half) await this.#download(unit, remote, get, noted, signal)
    // Started again: the manifest that it kept has the version that is served, so that it goes on.
    for (const unit of this.#changed(remote).filter(({ name }) => !noted.has(name))) {
      await this.#download(unit, remote, get, noted, signal)
    }
    await this.#unpack(units.filter(({ compressed }) => compressed), remote)
    for (const name of Object.keys(this.#local.assets)) {
      if (!Object.hasOwn(remote.assets, name)) this.#disk.delete(withoutCase(name))
    }
  }

  names (): string[] {
    return [...this.#disk.values()].map(({ name }) => name)
  }

  file (name: string): string | undefined {
    return this.#disk.get(withoutCase(name))?.file
  }

  /** The zip that was unpacked under this name, in this update or in one before. */
  unpacked (name: string): string | undefined {
    return this.#unpacked.get(name) ?? this.file(name)
  }

  #changed (remote: ProjectManifest): Unit[] {
    return Object.entries(remote.assets).flatMap(([name, { md5, size, compressed = false }]) => {
      const old = Object.hasOwn(this.#local.assets, name) ? this.#local.assets[name] : undefined
      return old?.md5 === md5 ? [] : [{ name, md5, size, compressed }]
    })
  }

  async #download (
    { name, md5, size }: Unit,
    { packageUrl }: ProjectManifest,
    get: (url: string) => string,
    noted: Set<string>,
    signal: AbortSignal
  ): Promise<void> {
    signal.throwIfAborted()
    const url = packageUrl + name
    if (!address.test(url)) throw new UpdateFailure('replay.noAddress', { url })
    const file = get(url)
    const found = await digestsOfFile(file)
    if (found.md5 !== md5 || found.size !== size) {
      throw new UpdateFailure('replay.otherBytes', { name })
    }
    this.#disk.set(withoutCase(name), { name, file })
    noted.add(name)
  }

  async #unpack (units: readonly Unit[], { assets }: ProjectManifest): Promise<void> {
    for (const { name } of units) {
      const zip = this.file(name)
      if (zip === undefined) continue
      for (const entry of await readEntries(zip, name)) {
        const path = name.slice(0, name.lastIndexOf('/') + 1) + entry
        const held = this.#disk.get(withoutCase(path))?.name
        // What the manifest no longer names, and the zip brings by that name, is not removed any more.
        const isMoved = held === path && !Object.hasOwn(assets, path)
        if (held !== undefined && !isMoved) throw new UpdateFailure('replay.unpacksOver', { name, path })
      }
      this.#unpacked.set(name, zip)
      this.#disk.delete(withoutCase(name))
    }
  }
}

/** The names in a zip, each of whose entries can be read. */
async function readEntries (path: string, name: string): Promise<string[]> {
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, name)
    const signal = new AbortController().signal
    const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })
    for (const entry of archive.entries) await streamEntry(handle, archive, entry, nowhere(), signal)
    return archive.entries.map(entry => entry.name).filter(entry => !entry.endsWith('/'))
  } catch (error) {
    throw new UpdateFailure('replay.cannotUnpack', { name, reason: errorText(error) })
  } finally {
    await handle.close()
  }
}
