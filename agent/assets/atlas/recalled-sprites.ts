import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { phrase } from '../../messages/phrase.js'
import type { BuildContext } from '../actions/build-context.js'
import { runnerTelling } from '../actions/set-runner.js'
import type { AtlasGroup } from './atlas-group.js'
import type { SetRecord } from './set-record.js'
import type { PictureFacts } from '../pictures/measuring/picture-facts.js'
import type { Sprite } from './sprite.js'
import { spriteSettings } from './sprite-settings.js'
import { spritesAction, toSprite } from './sprites.js'
import type { NamedFile } from './sprites.js'

/** What the last run knew of a set, and what is another picture now. */
export interface RecalledSet {
  record: SetRecord
  files: readonly NamedFile[]
  /** The rows of pictures that are others. */
  changed: readonly number[]
  /** What was measured of these. */
  facts: ReadonlyMap<number, PictureFacts>
}

/** The columns that say what of a picture is drawn, as facts of sprites begin. */
export const outlines = ['sourceWidth', 'sourceHeight', 'left', 'top', 'width', 'height'] as const

export function factsAt (record: SetRecord, row: number, trims: boolean): PictureFacts {
  const width = record.get(row, 'width')
  return [
    record.get(row, 'sourceWidth'),
    record.get(row, 'sourceHeight'),
    record.get(row, 'left'),
    record.get(row, 'top'),
    width,
    record.get(row, 'height'),
    `${record.digestAt(row)} ${width}`,
    trims ? 1 : 0
  ]
}

/**
 * Does the action that measures a set with what is known, while pages that `make` makes wait for the disk:
 * its record is for the next run, and for other machines.
 */
export async function besideMeasuring<Result> (
  group: AtlasGroup,
  scale: number,
  set: RecalledSet,
  context: BuildContext,
  make: (context: BuildContext) => Promise<Result>
): Promise<Result> {
  let tellMade = (): void => {}
  const made = new Promise<void>(resolve => {
    tellMade = resolve
  })
  const making = make({ ...context, runner: runnerTelling(context.runner, tellMade) })
  const measure = async (): Promise<void> => {
    await Promise.race([made, making])
    // Meanwhile the page is handed to the disk, step by step.
    await yieldToEvents()
    const { record, files, changed, facts } = set
    const { action, sprites } = spritesAction(group, scale, files)
    await yieldToEvents()
    await context.runner.decide({
      ...action,
      reasons: () => changed.map(row => phrase('why.inputChanged', { name: files[row]!.file.name })),
      run: async () => {
        await yieldToEvents()
        return { value: sprites.map(({ own }, row) => facts.get(row) ?? factsAt(record, row, own.trims)) }
      }
    })
  }
  const [result] = await Promise.all([making, measure()])
  return result
}

/** The sprites of a set as they were measured, then or now. */
export function recalledSprites (
  { rule: { options } }: AtlasGroup,
  { record, files, facts }: RecalledSet
): Sprite[] {
  const settingsOf = spriteSettings(options)
  return files.map(({ file, name }, row) => {
    const own = settingsOf(file.name)
    return toSprite(name, file, own, facts.get(row) ?? factsAt(record, row, own.trims))
  })
}
