import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../../errors.js'
import { sha256Of } from '../../files/file-digest.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import type { LayoutInput } from './layout-input.js'
import { actionIds } from './atlas-actions.js'
import { layoutFileOf, tellLayout } from './kept-layout.js'
import type { KeptLayout } from './kept-layout.js'
import { formatLayoutLock, parseLayoutLock } from './layout-lock-file.js'
import type { LayoutLock } from './pack/layout-lock.js'
import { movedSince, packStable } from './pack/pack-stable.js'
import type { Packing } from './pack/packing.js'

/** The layout file of a set. */
export interface StoredLayout {
  file: string
  bytes: Buffer | undefined
  lock: LayoutLock | undefined
}

export function readStoredLayout (group: AtlasGroup, id: string, context: BuildContext): StoredLayout {
  const file = layoutFileOf(group, id)
  const bytes = context.keptFiles.read(file)
  return { file, bytes, lock: bytes && parseLayoutLock(file, bytes) }
}

/** Packs so that as little as possible moves since the layout file was written, and writes it anew. */
export async function packWithLock (
  group: AtlasGroup,
  id: string,
  { items, settings, inputs }: LayoutInput,
  { file, bytes, lock }: StoredLayout,
  context: BuildContext
): Promise<{ packing: Packing, kept: KeptLayout }> {
  const { minEfficiency } = group.rule.options
  const stable = { ...settings, minEfficiency }
  const inputsWith = (current: Buffer | undefined) => ({
    kind: 'stable-layout',
    version: 3,
    options: { ...stable, lock: current === undefined ? null : sha256Of(current) },
    inputs
  })
  const result = await context.runner.decide({
    id: actionIds.layout(id),
    rule: group.rule.name,
    inputs: inputsWith(bytes),
    run: async () => {
      const { moved: _, ...packed } = packStable(items, lock, stable, context.signal)
      return { value: packed }
    }
  })
  const { value } = result
  const kept = Buffer.from(formatLayoutLock(value.lock))
  if (bytes?.equals(kept) !== true) {
    await checkFrozen(id, file, lock, value.lock, context)
    // With its own lock the layout is the same again, so the next run need not compute it.
    if (!context.runner.isDryRun) {
      context.runner.remember(actionIds.layout(id), inputsWith(kept), {
        ...result,
        value: { ...value, repacked: false }
      })
    }
  }
  context.keptFiles.write(file, kept, id)
  const { repacked, efficiency, possible, packing } = value
  const layout: KeptLayout = {
    file,
    sha256: sha256Of(kept),
    sprites: value.lock.sprites.length,
    efficiency,
    ...possible !== undefined && { possible }
  }
  const moved = movedSince(lock, value.lock).length
  tellLayout(group, id, layout, { moved, repacked, isNew: lock === undefined }, context)
  return { packing, kept: layout }
}

/** Throws ATLAS_LAYOUT_FROZEN when the layout file would change and must not. */
async function checkFrozen (
  set: string,
  file: string,
  before: LayoutLock | undefined,
  after: LayoutLock,
  context: BuildContext
): Promise<void> {
  if (before !== undefined && isDeepStrictEqual(before, after)) return
  if (!await context.isLayoutFrozen(file)) return
  const old = new Set(before?.sprites.map(({ name }) => name))
  const now = new Set(after.sprites.map(({ name }) => name))
  throw new PacklineError('ATLAS_LAYOUT_FROZEN', {
    set,
    file,
    added: [...now].filter(name => !old.has(name)).length,
    removed: [...old].filter(name => !now.has(name)).length,
    moved: movedSince(before, after).length
  })
}
