import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecordSync } from '../cache/atomic-file.js'
import { FileTable } from '../cache/file-table.js'
import type { ProjectFile } from '../config/project-schema.js'

/** What the last run of a project left for the next one. All of it only saves time: a missing state is a cold run. */
export interface RunState {
  /** Digest of the project file and of packline's version. */
  configDigest: string
  project: ProjectFile
  /** Set when the last run published everything, from exactly the files in the file table with this id. */
  published?: { files: string, profile: string, actions: number, layoutFiles: Record<string, string> }
  /** Key and duration of each action, by its id. */
  actions: Record<string, [key: string, durationMs: number]>
}

export class RunStateStore {
  readonly #folder: string

  /** @param home PACKLINE_HOME @param project real path of the project */
  constructor (home: string, project: string) {
    this.#folder = join(home, 'projects', createHash('sha256').update(project).digest('hex').slice(0, 16))
  }

  /** Changes whenever a run of the project has ended well. */
  stamp (): string {
    const status = statSync(join(this.#folder, 'run.json'), { bigint: true, throwIfNoEntry: false })
    return status === undefined ? '' : `${status.ino} ${status.mtimeNs}`
  }

  read (): RunState | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#folder, 'run.json'), 'utf8')) as RunState
    } catch {
      return undefined
    }
  }

  readFiles (): FileTable {
    return FileTable.read(join(this.#folder, 'files')) ?? FileTable.empty()
  }

  writeFiles (table: FileTable): void {
    table.write(join(this.#folder, 'files'))
  }

  write (state: RunState): void {
    writeRecordSync(join(this.#folder, 'run.json'), JSON.stringify(state))
  }
}
