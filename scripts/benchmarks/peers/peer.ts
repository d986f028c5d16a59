import type { Program } from '../measuring/run-program.js'

/**
 * Another packer: how to get it, and how it packs a folder with padding 2, trimming, rotation and pages of at
 * most 2048.
 */
export interface Peer {
  name: string
  /** Whether it runs on Node: one of the goals compares only with these. */
  isNode: boolean
  /** Whether its pages hold every pixel as it was. */
  isLossless: boolean
  /** Installs it in a folder of its own when it is not there. Throws Unavailable. */
  install: () => Promise<void>
  /** Prepares inputs in the form that it wants; not timed. */
  stage?: (sprites: string, work: string) => Promise<void>
  pack: (sprites: string, work: string) => Program
  /** Packs several folders to a set of pages each, where the peer can. */
  packEach?: (folders: string[], work: string) => Program
  /** Sets on which one run takes minutes: `large` is Wesnoth's, `any` both. */
  takesMinutesOn?: 'large' | 'any'
}

/** Where a peer writes, under its work folder. */
export const outputOf = (work: string): string => `${work}/out`
