import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { writeRecordSync } from '../files/atomic-file.js'
import type { Wording } from '../messages/phrase.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'
import type { Finding } from './apk/apk-findings.js'
import type { Application } from './application/application.js'

export type Way = 'reuse' | 'copy' | 'stamp' | 'repack' | 'build'

/** What the last build of packages left. All of it only saves time. */
export interface PackageState {
  rows: Record<string, BuiltRow>
  /** External builds: what went in, what came out, how long it took. */
  builds: Record<string, { inputs: string, output: string, durationMs: number }>
}

export interface BuiltRow {
  key: string
  way: Way
  /** Name of the package in the row's folder. */
  name: string
  /** Tells whether the package is still the one that was made. */
  status: string
  /**
   * The system's run in which it was made. After another start its bytes are looked at once: nothing waited
   * for the disk.
   */
  boot: string
  size: number
  sha256: string
  signature: Signature
  unsignedReason?: Wording
  warnings?: RowWarning[]
  application?: Application
  findings?: readonly Finding[]
  repaired?: readonly Finding[]
  durationMs: number
}

/** What somebody should know of a package that is whole all the same. */
export type RowWarning =
  | { code: 'certificateExpired', signing: string, date: string }
  | { code: 'sourceStampLost', baseline: string }
  | { code: 'hardeningMended', rules: string }

const signatures = ['signed', 'unsigned', 'none'] as const
export type Signature = typeof signatures[number]

export function isSignature (value: unknown): value is Signature {
  return signatures.some(each => each === value)
}

export class PackageStateStore {
  readonly folder: string

  /** @param home PACKLINE_HOME @param project real path of the project */
  constructor (home: string, project: string) {
    this.folder = projectFolder(home, project)
  }

  read (): PackageState {
    try {
      const state = fromJson(readFileSync(join(this.folder, 'packages.json'), 'utf8')) as PackageState
      return state
    } catch {
      return { rows: {}, builds: {} }
    }
  }

  write (state: PackageState): void {
    writeRecordSync(join(this.folder, 'packages.json'), jsonOf(state))
  }
}

/** Where the digests of a project's files are kept. */
export function digestsFile (home: string, project: string): string {
  return join(projectFolder(home, project), 'package-files')
}

function projectFolder (home: string, project: string): string {
  return join(home, 'projects', createHash('sha256').update(project).digest('hex').slice(0, 16))
}

/** Names this run of the operating system. */
export function currentBoot (): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    // Elsewhere by the minute that the system started in; a wrong guess costs reading the packages once.
    return String(Math.round((Date.now() / 1000 - uptime()) / 60))
  }
}

/** Changes whenever a file, or a file of a folder, does; undefined when there is none. */
export function statusOf (path: string): string | undefined {
  const status = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (status === undefined) return undefined
  if (!status.isDirectory()) return `${status.size} ${status.mtimeNs} ${status.ino}`
  const hash = createHash('sha256')
  for (const name of readdirSync(path).sort()) hash.update(`${name}\0${statusOf(join(path, name)) ?? ''}\n`)
  return hash.digest('hex')
}
