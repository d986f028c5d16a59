import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import type { BackupItem } from '../config/backup-schema.js'
import type { Dump, Facts } from './backup-kind.js'
import type { BackupTools } from './backup-tools.js'

export interface StoredBackup {
  id: string
  at: string
  host: string
  facts: Facts
}

interface StoreOptions {
  tools: BackupTools
  repository: string
  passwordFile: string
  /** Of the bucket, where it is one. */
  credentials: Readonly<Record<string, string>>
  cacheFolder: string
}

/** restic's exit status where some files could not be read: the snapshot is there and lacks them. */
const incomplete = 3
const nothingThere = 10
/** Others that share the repository lock it while they prune. */
const lockPatienceMs = 5 * 60_000
const longestPauseMs = 10_000

/** A repository of restic: encrypted, deduplicated, and read back whole (restic 0.14 and later). */
export class ResticStore {
  readonly #options: StoreOptions

  constructor (options: StoreOptions) {
    this.#options = options
  }

  /** Makes the repository where there is none. Throws BACKUP_STORE_FAILED, also for a wrong key. */
  async open (): Promise<void> {
    const there = await this.#run('open', ['cat', 'config', '--no-lock'])
    if (there.status === 0) return
    // It says so where nothing is there, from 0.17 on by status; a wrong key or a server that is down must
    // not become a new one.
    if (there.status !== nothingThere && !/no such file or directory|does not exist/i.test(there.said)) {
      throw this.#failed('open', there.said)
    }
    await this.#ask('init', ['init'])
  }

  /** Keeps a dump; returns its id and how many bytes it has and added. Nothing incomplete stays. */
  async add (name: string, kind: string, dump: Dump): Promise<{ id: string, bytes: number, added: number }> {
    const tags = [
      nameTag(name),
      `kind=${kind}`,
      `facts=${Buffer.from(JSON.stringify(dump.facts)).toString('base64url')}`
    ]
    const { status, out, said } = await this.#run('backup', [
      'backup',
      '--json',
      ...(dump.excluded ?? []).flatMap(pattern => ['--exclude', `${dump.folder}${pattern}`]),
      ...tags.flatMap(tag => ['--tag', tag]),
      '--',
      '.'
    ], dump.folder)
    const summary = lastSummary(out.toString('utf8'))
    if (status === incomplete && summary !== undefined) await this.#ask('forget', ['forget', summary.id])
    if (status !== 0 || summary === undefined) throw this.#failed('backup', said)
    return summary
  }

  /** The backups of one item, or of all, the newest first. */
  async list (name?: string): Promise<StoredBackup[]> {
    const tag = name === undefined ? [] : ['--tag', nameTag(name)]
    const text = await this.#ask('list', ['snapshots', '--json', '--no-lock', ...tag])
    const snapshots: unknown = JSON.parse(text || '[]')
    return (Array.isArray(snapshots) ? snapshots : [])
      .flatMap(storedBackup)
      .sort((one, other) => other.at < one.at ? -1 : 1)
  }

  async restore (id: string, folder: string): Promise<void> {
    const args = ['restore', id, '--target', folder, '--verify']
    const { status, said } = await this.#run('restore', args)
    if (status === 0) return
    // Where the repository's disk is full no lock can be written, and what is there is needed all the more.
    if (!/unable to create lock/.test(said)) throw this.#failed('restore', said)
    await this.#ask('restore', [...args, '--no-lock'])
  }

  /** Reads the structure and a share of the data, from 1 to 100 percent. */
  async verify (percent: number): Promise<void> {
    await this.#ask('check', ['check', percent === 100 ? '--read-data' : `--read-data-subset=${percent}%`])
  }

  /** Lets go of what the policy does not keep; the last one always stays. */
  async forget (name: string, { daily = 0, weekly = 0, monthly = 0 }: BackupItem['keep']): Promise<void> {
    const kept = Object.entries({ daily, weekly, monthly }).filter(([, count]) => count > 0)
    await this.#ask('forget', [
      'forget',
      '--prune',
      '--group-by',
      '',
      '--tag',
      nameTag(name),
      '--keep-last',
      '1',
      ...kept.flatMap(([span, count]) => [`--keep-${span}`, String(count)])
    ])
  }

  async #ask (work: string, args: readonly string[]): Promise<string> {
    const { status, out, said } = await this.#run(work, args)
    if (status !== 0) throw this.#failed(work, said)
    return out.toString('utf8')
  }

  /**
   * Once more where it is locked: `unlock` takes the locks of processes that are gone, and one that is at
   * work is waited for. restic has `--retry-lock` from 0.16 on only.
   */
  async #run (work: string, args: readonly string[], cwd = '/'): ReturnType<BackupTools['run']> {
    const untilMs = performance.now() + lockPatienceMs
    for (let pauseMs = 50;; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const done = await this.#restic(work, args, cwd)
      const isLocked = done.status !== 0 && /already locked/.test(done.said)
      if (!isLocked || performance.now() > untilMs) return done
      const { status } = await this.#restic('unlock', ['unlock'], '/')
      if (status !== 0) return done
      await delay(pauseMs, undefined, { signal: this.#options.tools.signal })
    }
  }

  async #restic (work: string, args: readonly string[], cwd: string): ReturnType<BackupTools['run']> {
    const { tools, repository, passwordFile, credentials, cacheFolder } = this.#options
    return await tools.run('restic', args, {
      work,
      cwd,
      environment: {
        ...credentials,
        RESTIC_REPOSITORY: repository,
        RESTIC_PASSWORD_FILE: passwordFile,
        RESTIC_CACHE_DIR: cacheFolder
      }
    })
  }

  #failed (work: string, reason: string): PacklineError {
    // An address may hold a password.
    const repository = this.#options.repository.replace(/\/\/[^/@]*@/, '//')
    const sentences = reason.split('\n').filter(line => line !== '' && !ofStack.test(line)).join('; ')
    return new PacklineError('BACKUP_STORE_FAILED', { repository, work, reason: sentences.slice(-1000) })
  }
}

/** restic adds where in its sources it failed: `main.main`, and a tab and a file in the next line. */
const ofStack = /^\t|^[\w.-]+(\/[\w.-]+)*\.[\w.()*]+$/

function nameTag (name: string): string {
  return `packline=${name}`
}

function lastSummary (lines: string): { id: string, bytes: number, added: number } | undefined {
  for (const line of lines.trim().split('\n').reverse()) {
    const said: unknown = parse(line)
    if (isJsonObject(said) && said.message_type === 'summary' && typeof said.snapshot_id === 'string') {
      return {
        id: said.snapshot_id,
        bytes: Number(said.total_bytes_processed),
        added: Number(said.data_added)
      }
    }
  }
  return undefined
}

function storedBackup (snapshot: unknown): StoredBackup[] {
  if (!isJsonObject(snapshot)) return []
  const { id, time, hostname, tags } = snapshot
  const coded = Array.isArray(tags) ? tags.map(String).find(tag => tag.startsWith('facts=')) : undefined
  const facts: unknown = coded === undefined
    ? {}
    : parse(Buffer.from(coded.slice(6), 'base64url').toString('utf8'))
  return [{
    id: String(id),
    at: String(time),
    host: String(hostname),
    facts: isJsonObject(facts) ? facts as Facts : {}
  }]
}

function parse (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
