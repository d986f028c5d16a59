import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../../errors.js'
import { sha256Of } from '../../files/file-digest.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import type { LayoutInput } from './layout-input.js'
import { formatLayoutLock, parseLayoutLock } from './layout-lock-file.js'
import type { LayoutLock } from './pack/layout-lock.js'
import { movedSince, packStable } from './pack/pack-stable.js'
import type { StablePacking } from './pack/pack-stable.js'
import type { Packing } from './pack/packing.js'

/** The layout file of a set. */
export interface StoredLayout {
  file: string
  bytes: Buffer | undefined
  lock: LayoutLock | undefined
}

export function readStoredLayout (group: AtlasGroup, id: string, context: BuildContext): StoredLayout {
  const file = group.rule.options.layoutFile?.replaceAll('{dir}', group.dir) ?? `packline-layouts/${id}.json`
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
): Promise<Packing> {
  const { minEfficiency } = group.rule.options
  const stable = { ...settings, minEfficiency }
  const inputsWith = (current: Buffer | undefined) => ({
    kind: 'stable-layout',
    version: 3,
    options: { ...stable, lock: current === undefined ? null : sha256Of(current) },
    inputs
  })
  const result = await context.runner.decide({
    id: `${id} layout`,
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
      context.runner.remember(inputsWith(kept), { ...result, value: { ...value, repacked: false } })
    }
  }
  context.keptFiles.write(file, kept, id)
  tell(id, file, lock, value, minEfficiency, context)
  return value.packing
}

function tell (
  set: string,
  file: string,
  before: LayoutLock | undefined,
  { lock, repacked, efficiency, possible }: Omit<StablePacking, 'moved'>,
  minEfficiency: number,
  context: BuildContext
): void {
  const moved = movedSince(before, lock).length
  context.tellLayout({
    set,
    file,
    sprites: lock.sprites.length,
    moved,
    repacked: repacked && before !== undefined,
    efficiency: Math.round(efficiency * 1000) / 1000
  })
  // What packing anew would hardly make better is not packed anew.
  if (!repacked && efficiency >= minEfficiency && (possible ?? 0) > efficiency) {
    const percent = (share: number): string => (share * 100).toFixed(1)
    context.warn('atlas.nearMinimum', {
      set,
      efficiency: percent(efficiency),
      minEfficiency: percent(minEfficiency)
    })
  }
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
