import t from 'tap'
import { exportedNames, importedNames } from './unused-exports.js'

t.test('reads what a source exports', async t => {
  t.same(
    exportedNames(`export const a = 1
export async function b () {}
export abstract class C {}
export interface D {}
export type { E, F as G } from './e.js'
const notExported = 2
`),
    ['a', 'b', 'C', 'D', 'E', 'G']
  )
})

t.test('reads which names a source takes from which files', async t => {
  t.same(
    importedNames(
      'agent/cli/x.ts',
      `import { a, b as c } from './y.js'
import type { D } from '../d.js'
import {
  e,
  type F
} from '../e/f.js'
import fs from 'node:fs'
import * as all from './all.js'
export { g } from './g.js'
const one = (await import('./late.js')).only
const every = await import('./late.js')
`
    )
      .map(({ file, name }) => `${file} ${name}`),
    [
      'agent/cli/y.ts a',
      'agent/cli/y.ts b',
      'agent/d.ts D',
      'agent/e/f.ts e',
      'agent/e/f.ts F',
      'agent/cli/g.ts g',
      'agent/cli/all.ts *',
      'agent/cli/late.ts only',
      'agent/cli/late.ts *'
    ]
  )
})
