import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { PacklineError, hasCode } from '../errors.js'
import { errorText } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { readSecret } from '../config/secret.js'
import type { BackupConfig, BackupItem } from '../config/backup-schema.js'
import { FileLock } from '../files/file-lock.js'
import { differences } from './backup-kind.js'
import type { Facts } from './backup-kind.js'
import { backupKinds } from './backup-kinds.js'
import { BackupRecords } from './backup-records.js'
import { BackupTools } from './backup-tools.js'
import { ResticStore } from './restic-store.js'
import type { StoredBackup } from './restic-store.js'

interface BackupsOptions {
  config: BackupConfig
  home: string
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  now: () => number
}

export interface MadeBackup {
  name: string
  snapshot: string
  bytes: number
  added: number
  facts: Facts
}

export interface Drill {
  name: string
  snapshot: string
  at: string
  facts: Facts
}

/** The backups that a machine's configuration names: made, proved and restored. */
export class Backups {
  readonly records: BackupRecords
  readonly #options: BackupsOptions
  readonly #tools: BackupTools
  readonly #folder: string
  #store: Promise<ResticStore> | undefined

  constructor (options: BackupsOptions) {
    const { config, home, cwd, environment, signal } = options
    this.#options = options
    this.#tools = new BackupTools(environment, signal)
    this.#folder = config.scratch === undefined ? join(home, 'backups') : resolve(cwd, config.scratch)
    this.records = new BackupRecords(home)
  }

  get names (): string[] {
    return Object.keys(this.#options.config.items)
  }

  /** Throws BACKUP_UNKNOWN. */
  item (name: string): BackupItem {
    const { items } = this.#options.config
    const item = Object.hasOwn(items, name) ? items[name] : undefined
    if (item === undefined) throw new PacklineError('BACKUP_UNKNOWN', { name, known: this.names.join(', ') })
    return {
      ...item,
      path: /^(?:[^/]+:\d+$|mongodb(?:\+srv)?:\/\/)/.test(item.path)
        ? item.path
        : resolve(this.#options.cwd, item.path)
    }
  }

  /** Copies the service and keeps the copy; only then is what the policy no longer keeps let go. */
  async run (name: string): Promise<MadeBackup> {
    const item = this.item(name)
    return await this.#alone(name, 'backup', async staging => {
      const store = await this.#opened()
      const dump = await backupKinds[item.kind].dump({ item, tools: this.#tools, staging })
      checkFacts(item, dump.facts)
      const { id, bytes, added } = await store.add(name, item.kind, dump)
      await this.records.backedUp(name, { at: this.#now(), snapshot: id, bytes })
      await store.forget(name, item.keep)
      return { name, snapshot: id, bytes, added, facts: dump.facts }
    })
  }

  async list (name?: string): Promise<StoredBackup[]> {
    if (name !== undefined) this.item(name)
    return await (await this.#opened()).list(name)
  }

  async verify (percent: number): Promise<void> {
    await (await this.#opened()).verify(percent)
  }

  /** Restores the last backup, starts the service on it and asks it. Throws BACKUP_UNPROVEN. */
  async drill (name: string, snapshot = 'latest'): Promise<Drill> {
    const kind = backupKinds[this.item(name).kind]
    return await this.#alone(name, 'drill', async folder => {
      const { id, at, facts } = await this.#stored(name, snapshot)
      const [restored, scratch] = [join(folder, 'restored'), join(folder, 'scratch')]
      await mkdir(scratch)
      const unproven = (reason: Wording, cause?: unknown): PacklineError =>
        new PacklineError('BACKUP_UNPROVEN', { name, at, reason }, { cause })
      let found: Facts
      try {
        await (await this.#opened()).restore(id, restored)
        found = await kind.prove({ tools: this.#tools, restored, scratch, facts })
      } catch (error) {
        this.#options.signal.throwIfAborted()
        throw unproven(reasonOf(error), error)
      }
      const differing = differences(facts, found)
      if (differing.length > 0) throw unproven(differing.join('; '))
      await this.records.drilled(name, { at: this.#now(), snapshot: id })
      return { name, snapshot: id, at, facts }
    })
  }

  /** What was in the folder goes beside it, to `before`, and only with `force`. */
  async restore (
    name: string,
    { to, snapshot = 'latest', force }: { to: string, snapshot?: string, force: boolean }
  ): Promise<{ snapshot: string, folder: string, before?: string }> {
    const kind = backupKinds[this.item(name).kind]
    const folder = resolve(this.#options.cwd, to)
    const isTaken = await isFilled(folder)
    if (isTaken && !force) throw new PacklineError('BACKUP_PLACE_TAKEN', { folder })
    const { id } = await this.#stored(name, snapshot)
    const stamp = this.#now().replaceAll(/[^0-9]/g, '').slice(0, 14)
    const fresh = join(dirname(folder), `.${basename(folder)}.restoring-${stamp}`)
    await mkdir(fresh, { recursive: true, mode: 0o700 })
    try {
      const restored = join(fresh, 'restored')
      await (await this.#opened()).restore(id, restored)
      const ready = kind.unpack === undefined ? restored : join(fresh, 'ready')
      await kind.unpack?.(this.#tools, restored, ready)
      const before = isTaken ? `${folder}.before-${stamp}` : undefined
      if (before === undefined) await rm(folder, { recursive: true, force: true })
      else await rename(folder, before)
      await rename(ready, folder)
      return { snapshot: id, folder, ...before !== undefined && { before } }
    } finally {
      await rm(fresh, { recursive: true, force: true })
    }
  }

  /** With an empty folder of its own, which is gone afterwards; what a killed run left goes first. */
  async #alone<T> (name: string, what: 'backup' | 'drill', work: (folder: string) => Promise<T>): Promise<T> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, `${name}.lock`)
    const lock = new FileLock(file)
    try {
      if (!lock.tryLock()) throw new PacklineError('BACKUP_BUSY', { name, file })
      const folder = join(this.#folder, `${name}.${what}`)
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder, { mode: 0o700 })
      try {
        return await work(folder)
      } catch (error) {
        // On a full disk the reason is worth more than its record: the last good backup grows old by itself.
        if (!this.#options.signal.aborted) {
          await this.records.failed(name, { at: this.#now(), what, reason: reasonOf(error) }).catch(() => {})
        }
        throw error
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    } finally {
      lock.close()
    }
  }

  async #stored (name: string, snapshot: string): Promise<StoredBackup> {
    const all = await (await this.#opened()).list(name)
    const found = snapshot === 'latest'
      ? all[0]
      : all.find(({ id }) => snapshot.length >= 6 && id.startsWith(snapshot))
    if (found !== undefined) return found
    throw new PacklineError('BACKUP_NO_SNAPSHOT', {
      name,
      snapshot,
      repository: this.#options.config.repository
    })
  }

  async #opened (): Promise<ResticStore> {
    this.#store ??= this.#open()
    return await this.#store
  }

  async #open (): Promise<ResticStore> {
    const { config: { repository, passwordFile, credentialsFile }, cwd, environment } = this.#options
    const isFolder = !/^[a-z0-9]+:/.test(repository)
    const store = new ResticStore({
      tools: this.#tools,
      repository: isFolder ? resolve(cwd, repository) : repository,
      passwordFile: resolve(cwd, passwordFile),
      credentials: credentialsFile === undefined
        ? {}
        : credentialsIn(await readSecret(credentialsFile, environment, cwd)),
      cacheFolder: join(this.#folder, 'restic-cache')
    })
    await store.open()
    return store
  }

  #now (): string {
    return new Date(this.#options.now()).toISOString()
  }
}

/** A wrong path must not become a good backup of nothing; a database may hold no key. */
function checkFacts ({ kind, path }: BackupItem, facts: Facts): void {
  if (Object.keys(facts).length > 0 && facts.repositories !== 0 && facts.collections !== 0) return
  const reason = phrase('backup.nothing', { path })
  throw new PacklineError('BACKUP_TOOL_FAILED', { tool: kind, work: 'dump', reason })
}

function reasonOf (error: unknown): Wording {
  return errorText(error)
}

function credentialsIn (text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^\s*([A-Z][A-Z0-9_]*)=(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value])
  )
}

async function isFilled (folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}
