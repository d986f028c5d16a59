import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecordSync } from '../../files/atomic-file.js'
import { isFullDisk } from '../../files/file-system-errors.js'
import { FileTable } from '../../files/file-table.js'
import { makeFolder } from '../../files/make-folder.js'
import { RememberedFiles } from '../../files/remembered-files.js'
import type { ProjectFile } from '../../config/project-schema.js'
import type { Afterwards } from './afterwards.js'
import type { SetRecords } from '../actions/build-context.js'
import type { OptionParameters } from '../sources/project-scan.js'
import type { NamedFileTables } from '../sources/named-inputs.js'
import type { OutputDependencies } from './dependency-report.js'

/**
 * What the last run of a project left for the next one. All of it only saves time: a missing state is a cold
 * run.
 */
export interface RunState {
  /** Digest of the project file and of packline's version. */
  configDigest: string
  project: ProjectFile
  /** What its options had of parameters. */
  parameters?: OptionParameters
  /** Set when the last run published everything, from exactly the files in the file table with this id. */
  published?: {
    files: string
    profile: string
    actions: number
    costMs?: number
    /** Digests of the files that processors keep in the project; states of older versions have none. */
    keptFiles?: Record<string, string>
  }
  /** What the results of each set took to make: how shards are cut. */
  setCosts?: Record<string, number>
  /** Key and duration of each action, by its id. */
  actions: Record<string, [key: string, durationMs: number]>
}

/** What a warm worker keeps between runs. */
interface StateMemory {
  files: RememberedFiles
  /** Does what only saves time when the command has its answer. */
  afterwards: Pick<Afterwards, 'add'>
}

const atOnce: StateMemory['afterwards'] = {
  add: task => {
    task()
  }
}

export class RunStateStore implements NamedFileTables {
  readonly #folder: string
  readonly #remembered: RememberedFiles
  readonly #afterwards: StateMemory['afterwards']

  /** @param home PACKLINE_HOME @param project real path of the project */
  constructor (home: string, project: string, memory: Partial<StateMemory> = {}) {
    this.#remembered = memory.files ?? new RememberedFiles()
    this.#afterwards = memory.afterwards ?? atOnce
    this.#folder = join(home, 'projects', createHash('sha256').update(project).digest('hex').slice(0, 16))
  }

  /** Changes whenever a run of the project has ended well. */
  stamp (): string {
    const status = statSync(join(this.#folder, 'run.json'), { bigint: true, throwIfNoEntry: false })
    return status === undefined ? '' : `${status.ino} ${status.mtimeNs}`
  }

  read (): RunState | undefined {
    return this.#readRecord<RunState>('run.json')
  }

  readFiles (): FileTable {
    const file = join(this.#folder, 'files')
    return this.#remembered.read(file, () => FileTable.read(file)) ?? FileTable.empty()
  }

  writeFiles (table: FileTable): void {
    const file = join(this.#folder, 'files')
    table.write(file)
    this.#remembered.wrote(file, table)
  }

  /** The files that an input names by itself, as a .tps or a .ccs does, when they were hashed last. */
  readNamed (input: string): FileTable {
    return FileTable.read(this.#namedFile(input)) ?? FileTable.empty()
  }

  writeNamed (input: string, table: FileTable): void {
    makeFolder(join(this.#folder, 'named'))
    table.write(this.#namedFile(input))
  }

  readonly sets: SetRecords = {
    read: set => {
      try {
        return readFileSync(this.#setFile(set))
      } catch {
        return undefined
      }
    },
    write: (set, bytes) => {
      this.#afterwards.add(() => {
        makeFolder(join(this.#folder, 'sets'))
        writeRecordSync(this.#setFile(set), bytes)
      })
    }
  }

  /** What each output needs, as the last run told it. */
  readDependencies (): OutputDependencies[] {
    return this.#readRecord<OutputDependencies[]>('dependencies.json') ?? []
  }

  writeDependencies (dependencies: readonly OutputDependencies[]): void {
    writeRecordSync(join(this.#folder, 'dependencies.json'), JSON.stringify(dependencies))
  }

  /** md5 of outputs, by sha256. */
  readMd5s (): Record<string, string> {
    return this.#readRecord<Record<string, string>>('md5.json') ?? {}
  }

  writeMd5s (md5s: Record<string, string>): void {
    try {
      writeRecordSync(join(this.#folder, 'md5.json'), JSON.stringify(md5s))
    } catch (error) {
      // The run is over: its report is worth more than what this one saves the next.
      if (!isFullDisk(error)) throw error
    }
  }

  /** What it takes to make what shards of the last plan make; undefined where there are none. */
  readShards (): { makingMs: number } | undefined {
    return this.#readRecord('shards.json')
  }

  writeShards (shards: { makingMs: number } | undefined): void {
    const file = join(this.#folder, 'shards.json')
    if (shards === undefined) rmSync(file, { force: true })
    else writeRecordSync(file, JSON.stringify(shards))
  }

  /** The shard, from 0, that had each set when it was in one the last time. */
  readShardPlaces (): Record<string, number> {
    return this.#readRecord('shard-places.json') ?? {}
  }

  writeShardPlaces (places: Record<string, number>): void {
    writeRecordSync(join(this.#folder, 'shard-places.json'), JSON.stringify(places))
  }

  write (state: RunState): void {
    writeRecordSync(join(this.#folder, 'run.json'), JSON.stringify(state))
  }

  /** A record is written whole or not at all, and only by this class. */
  #readRecord<Content> (name: string): Content | undefined {
    const file = join(this.#folder, name)
    return this.#remembered.read(file, () => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as Content
      } catch {
        return undefined
      }
    })
  }

  #setFile (set: string): string {
    return join(this.#folder, 'sets', createHash('sha256').update(set).digest('hex').slice(0, 16))
  }

  #namedFile (input: string): string {
    return join(this.#folder, 'named', createHash('sha256').update(input).digest('hex').slice(0, 16))
  }
}
