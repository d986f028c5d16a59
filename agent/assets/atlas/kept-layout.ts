import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'

/** The layout file of a set as a run has left it, and what is told of a layout that stays so. */
export interface KeptLayout {
  /** Relative to the project. */
  file: string
  sha256: string
  sprites: number
  /** The share of the pages that is used, and, where it was looked for, of those of a set packed anew. */
  efficiency: number
  possible?: number
}

export function layoutFileOf ({ rule: { options: { layoutFile } }, dir }: AtlasGroup, id: string): string {
  return layoutFile?.replaceAll('{dir}', dir) ?? `packline-layouts/${id}.json`
}

/** Keeps the layout file of a set whose sprites stay where they are, and tells of it. */
export function keepLayout (
  group: AtlasGroup,
  set: string,
  layout: KeptLayout,
  bytes: Buffer,
  context: BuildContext
): void {
  context.keptFiles.write(layout.file, bytes, set)
  tellLayout(group, set, layout, { moved: 0, repacked: false, isNew: false }, context)
}

export function tellLayout (
  { rule: { options: { minEfficiency } } }: AtlasGroup,
  set: string,
  { file, sprites, efficiency, possible = 0 }: KeptLayout,
  change: { moved: number, repacked: boolean, isNew: boolean },
  context: BuildContext
): void {
  const { moved, repacked, isNew } = change
  context.tellLayout({
    set,
    file,
    sprites,
    moved,
    repacked: repacked && !isNew,
    efficiency: Math.round(efficiency * 1000) / 1000
  })
  // What packing anew would hardly make better is not packed anew.
  if (!repacked && efficiency >= minEfficiency && possible > efficiency) {
    const percent = (share: number): string => (share * 100).toFixed(1)
    context.warn('atlas.nearMinimum', {
      set,
      efficiency: percent(efficiency),
      minEfficiency: percent(minEfficiency)
    })
  }
}
