import { hash } from 'node:crypto'
import type { DoneAction } from '../actions/done-action.js'
import type { BuildContext } from '../actions/build-context.js'
import { encoderVersions } from '../actions/encoder-versions.js'
import { gpuEncoderVersion } from '../pictures/gpu/gpu-formats.js'
import type { AtlasGroup } from './atlas-group.js'
import { actionIds, atlasActions } from './atlas-actions.js'
import type { Layout } from './layout.js'
import { meshAction } from './meshes.js'
import { SetRecord } from './set-record.js'
import { SpriteRows } from './sprite-rows.js'
import type { Sprite } from './sprite.js'

/** A page of a set that was made. */
export interface MadeSetPage {
  stem: string
  width: number
  height: number
}

/** Whether what the last run knew of a set can stand for it: not where a tool or a key has a say. */
export function isRecorded ({ rule: { options } }: AtlasGroup, { runner }: BuildContext): boolean {
  const { textureFormat, contentProtection } = options
  return !runner.isDryRun && textureFormat !== 'astc' && contentProtection === undefined
}

/** Digest of what the set depends on besides its pictures. */
export function setSettings (group: AtlasGroup, scale: number, { profile }: BuildContext): string {
  const { files: _, beside: __, ...rest } = group
  const all = [atlasActions, meshAction, encoderVersions, gpuEncoderVersion, profile, scale, rest]
  return hash('sha256', JSON.stringify(all), 'hex')
}

/** Keeps what this run knows of a set for the next one; undefined where it does not know all. */
export function recordSet (
  group: AtlasGroup,
  scale: number,
  stem: string,
  set: { sprites: readonly Sprite[], layout: Layout, pages: readonly MadeSetPage[], rows?: SpriteRows },
  context: BuildContext
): SetRecord | undefined {
  const { sprites, layout, pages, rows = rowsOf(sprites, layout) } = set
  const done = (id: string): DoneAction | undefined => context.runner.done(id)
  const [spritesDone, layoutDone] = [done(actionIds.sprites(group, scale)), done(actionIds.layout(stem))]
  const made = pages.flatMap(({ stem: own, width, height }) => {
    const [page, sheet] = [done(actionIds.page(own)), done(actionIds.sheet(own))]
    return page === undefined || sheet === undefined ? [] : [{ stem: own, width, height, page, sheet }]
  })
  if (spritesDone === undefined || layoutDone === undefined || made.length < pages.length) {
    return undefined
  }
  const header = {
    settings: setSettings(group, scale, context),
    pages: made,
    layout: layoutDone,
    ...layout.kept !== undefined && { kept: layout.kept },
    sprites: spritesDone
  }
  const names = sprites.map(({ name }) => name)
  const contents = Buffer.from(sprites.map(({ file }) => file.sha256).join(''), 'hex')
  const pixels = Buffer.from(sprites.map(({ digest }) => digest.slice(0, 64)).join(''), 'hex')
  const record = new SetRecord(header, names, contents, pixels, rows)
  context.setRecords.write(stem, record.format())
  return record
}

export function rowsOf (sprites: readonly Sprite[], { places }: Layout): SpriteRows {
  const rows = SpriteRows.allocate(sprites.length)
  const rowOf = new Map(sprites.map((sprite, row) => [sprite, row]))
  for (const { sprite: owner, aliases, page, x, y, rotated, growth } of places) {
    const ownerRow = rowOf.get(owner) ?? 0
    const place = [
      ownerRow,
      page,
      x,
      y,
      rotated ? 1 : 0,
      growth.left,
      growth.top,
      growth.right,
      growth.bottom
    ] as const
    rows.set(ownerRow, owner, place)
    for (const alias of aliases) rows.set(rowOf.get(alias) ?? 0, alias, place)
  }
  return rows
}
