import { phrase } from '../../messages/phrase.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import type { SetRecord } from './set-record.js'
import type { PictureFacts } from '../pictures/measuring/picture-facts.js'
import type { Sprite } from './sprite.js'
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
    `${record.pixelsAt(row).toString('hex')} ${width}`,
    trims ? 1 : 0
  ]
}

/** The action that measures a set, done with what is known. */
export async function recalledSprites (
  group: AtlasGroup,
  scale: number,
  { record, files, changed, facts }: RecalledSet,
  context: BuildContext
): Promise<Sprite[]> {
  const { action, sprites } = spritesAction(group, scale, files)
  const value = sprites.map(({ own }, row) => facts.get(row) ?? factsAt(record, row, own.trims))
  await context.runner.decide({
    ...action,
    reasons: () => changed.map(row => phrase('why.inputChanged', { name: files[row]!.file.name })),
    run: async () => ({ value })
  })
  return sprites.map(({ file, name, own }, row) => toSprite(name, file, own, value[row]!))
}
