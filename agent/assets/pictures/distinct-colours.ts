import { pixelWords } from './pixels.js'
import type { Picture } from './pixels.js'

const mostColours = 256
/** A table with four places for each colour, so that the first one is mostly free or the right one. */
const tableBits = 10

/** Whether it has at most 256 colours. */
export function hasFewColours (picture: Picture): boolean {
  return distinctColours(pixelWords(picture)) !== undefined
}

/**
 * Transparent ones first, so that tRNS is short. Undefined when there are more than 256: most pages show that
 * within a few rows.
 */
export function distinctColours (words: Uint32Array): number[] | undefined {
  // 0 is a free place. A Set took five times as long.
  const table = new Uint32Array(1 << tableBits)
  const seen: number[] = []
  let last = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === last) continue
    last = word
    if (word === 0) continue
    let place = Math.imul(word, 0x9e3779b1) >>> 32 - tableBits
    while (table[place] !== 0 && table[place] !== word) place = (place + 1) % table.length
    if (table[place] === word) continue
    table[place] = word
    if (seen.push(word) > mostColours) return undefined
  }
  if (words.includes(0) && seen.push(0) > mostColours) return undefined
  return seen.sort((a, b) => (a >>> 24) - (b >>> 24) || a - b)
}
