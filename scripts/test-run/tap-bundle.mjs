import { join } from 'node:path'

const cache = join(import.meta.dirname, '../../node_modules/.cache')

/** tap in one module, where `scripts/test` has made it. By this name tap knows its own lines in a stack. */
export const tapBundle = join(cache, 'node_modules/@tapjs/bundle.mjs')
