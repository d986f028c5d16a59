import { rename } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import { hasCode } from '../errors.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'

/**
 * What is still to be told, on disk. A write is on the disk when it returns, so that a kill or a power cut
 * loses none.
 */
export class OutboxStore<Item extends { key: string }> {
  readonly #level: ClassicLevel
  /** Where a store that could not be read was moved. */
  readonly movedTo: string | undefined

  private constructor (level: ClassicLevel, movedTo: string | undefined) {
    this.#level = level
    this.movedTo = movedTo
  }

  static async open<Item extends { key: string }> (
    folder: string,
    nowMs: number
  ): Promise<OutboxStore<Item>> {
    try {
      return new OutboxStore(await openLevel(folder), undefined)
    } catch (error) {
      const cause = error instanceof Error ? error.cause ?? error : error
      if (
        hasCode(cause, 'LEVEL_LOCKED') || !(cause instanceof Error) ||
        /no space|permission denied|read-only/i.test(cause.message)
      ) throw error
      const movedTo = `${folder}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`
      await rename(folder, movedTo)
      return new OutboxStore(await openLevel(folder), movedTo)
    }
  }

  async load (): Promise<Item[]> {
    const items: Item[] = []
    for await (const text of this.#level.values()) {
      try {
        items.push(fromJson(text) as Item)
      } catch { /* A row that cannot be read stops no other one. */ }
    }
    return items
  }

  async put (...items: readonly Item[]): Promise<void> {
    await this.#level.batch(
      items.map(item => ({ type: 'put', key: item.key, value: jsonOf(item) })),
      { sync: true }
    )
  }

  async remove (...keys: readonly string[]): Promise<void> {
    await this.#level.batch(keys.map(key => ({ type: 'del', key })), { sync: true })
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
