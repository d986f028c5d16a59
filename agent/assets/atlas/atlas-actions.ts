import type { AtlasGroup } from './atlas-group.js'

/** Versions of the actions that make a set. */
export const atlasActions = { sprites: 5, layout: 1, page: 6, sheet: 2 } as const

/** Their ids. */
export const actionIds = {
  sprites: ({ id }: AtlasGroup, scale: number): string => `${id}${scale === 1 ? '' : `@${scale}x`} sprites`,
  layout: (stem: string): string => `${stem} layout`,
  page: (pageStem: string): string => `${pageStem} page`,
  sheet: (pageStem: string): string => `${pageStem} sheet`
}
