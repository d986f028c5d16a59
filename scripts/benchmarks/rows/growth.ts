import type { Section } from '../measuring/section.js'
import { seededSprites } from '../sets/seeded-sprites.js'
import { packlinePack } from './packline.js'

export const growthCounts = [1000, 10_000, 50_000]

/** The same kind of sprite, ten and fifty times as many. */
export async function growthSection (counts: number[]): Promise<Section> {
  const sets = await Promise.all(
    counts.map(async count => await seededSprites({ count, least: 8, most: 64 }))
  )
  return {
    id: 'growth',
    title: 'Growth: seeded sprites of 8 to 64 px, fast profile, from nothing',
    entries: sets.map((set, index) => {
      const entry = packlinePack(set.folder, 'fast', `growth-${counts[index] ?? 0}`)
      return { ...entry, name: growthRow(counts[index] ?? 0) }
    })
  }
}

export const growthRow = (count: number): string => `packline, ${count} sprites`
