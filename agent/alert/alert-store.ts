import { rename } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import { hasCode } from '../errors.js'
import type { Group } from './alert.js'

/**
 * The groups of alerts on disk. A write is on the disk when it returns, so that a kill or a power cut loses
 * none.
 */
export class AlertStore {
  readonly #level: ClassicLevel
  /** Where a store that could not be read was moved. */
  readonly movedTo: string | undefined

  private constructor (level: ClassicLevel, movedTo: string | undefined) {
    this.#level = level
    this.movedTo = movedTo
  }

  static async open (folder: string, nowMs: number): Promise<AlertStore> {
    try {
      return new AlertStore(await openLevel(folder), undefined)
    } catch (error) {
      const cause = error instanceof Error ? error.cause ?? error : error
      if (
        hasCode(cause, 'LEVEL_LOCKED') || !(cause instanceof Error) ||
        /no space|permission denied|read-only/i.test(cause.message)
      ) throw error
      const movedTo = `${folder}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`
      await rename(folder, movedTo)
      return new AlertStore(await openLevel(folder), movedTo)
    }
  }

  async load (): Promise<Group[]> {
    const groups: Group[] = []
    for await (const text of this.#level.values()) {
      try {
        groups.push(JSON.parse(text) as Group)
      } catch { /* A row that cannot be read is raised anew by the check that still fails. */ }
    }
    return groups
  }

  async put (group: Group): Promise<void> {
    await this.#level.put(group.key, JSON.stringify(group), { sync: true })
  }

  async remove (key: string): Promise<void> {
    await this.#level.del(key, { sync: true })
  }

  async close (): Promise<void> {
    await this.#level.close()
  }
}

async function openLevel (folder: string): Promise<ClassicLevel> {
  const level = new ClassicLevel(folder)
  await level.open()
  return level
}
