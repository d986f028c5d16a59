/** The candidate that is most like `word`, or undefined when none is near enough to be meant. */
export function nearest (word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  // Of one or two letters a word keeps at least one.
  let bestDistance = Math.min(word.length, Math.max(2, Math.floor(word.length / 3)) + 1)
  for (const candidate of candidates) {
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Letters that changed places are one mistake; other letters in a short word two: "keep" was not "help". */
function distanceOf (a: string, b: string): number {
  return a !== b && sorted(a) === sorted(b) ? 1 : editDistance(a, b, a.length <= 4 ? 2 : 1)
}

function sorted (word: string): string {
  return word.split('').sort().join('')
}

function editDistance (a: string, b: string, otherLetter: number): number {
  const row = b.split('').map((letter, index) => ({ letter, distance: index + 1 }))
  let begin = 0
  for (const letter of a.split('')) {
    let diagonal = begin++
    let left = begin
    for (const cell of row) {
      const substitution = diagonal + (cell.letter === letter ? 0 : otherLetter)
      diagonal = cell.distance
      cell.distance = left = Math.min(substitution, cell.distance + 1, left + 1)
    }
  }
  return row.at(-1)?.distance ?? begin
}
