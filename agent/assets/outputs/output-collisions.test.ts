import t from 'tap'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuiltOutput } from '../actions/planned-output.js'
import { checkCollisions, foldedPath } from './output-collisions.js'

const blob = { sha256: '', size: 0 }

function outputs (...paths: string[]): BuiltOutput[] {
  return paths.map((path, index): BuiltOutput => ({
    group: {
      id: `group-${index}`,
      base: '',
      dir: '',
      files: [],
      rule: {
        name: 'r',
        processor: 'atlas',
        tool: 'embedded',
        include: [],
        exclude: [],
        options: atlasOptions()
      }
    },
    output: { path, blob }
  }))
}

t.test('paths that differ are no collision, also when one begins like the other', async t => {
  checkCollisions(outputs('a/b', 'a/bc', 'a/c/b', 'ab', 'b'))
  checkCollisions([])
})

t.test('the same path is one, in whatever spelling of case and accents', async t => {
  for (const [first, second] of [['a/b', 'a/b'], ['a/b', 'A/B'], ['\u00e9', 'e\u0301']] as const) {
    t.throws(() => {
      checkCollisions(outputs('x', first, second))
    }, { code: 'PLAN_OUTPUT_COLLISION', details: { path: second, first: 'group-1', second: 'group-2' } })
  }
})

t.test('a file in the place of a folder is one, at any depth and in any order', async t => {
  for (const [file, inside] of [['a', 'a/b'], ['a/b', 'A/b/c/d'], ['a/b/c', 'a/b/c/d']] as const) {
    t.throws(() => {
      checkCollisions(outputs(file, inside))
    }, { code: 'PLAN_OUTPUT_COLLISION', details: { path: inside, first: 'group-0', second: 'group-1' } })
    t.throws(() => {
      checkCollisions(outputs(inside, file))
    }, { code: 'PLAN_OUTPUT_COLLISION', details: { path: inside, first: 'group-1', second: 'group-0' } })
  }
})

t.test('a collision names the source of a copy', async t => {
  const [first, second] = outputs('a', 'a')
  const source = { path: 'sound/a', name: 'a', sha256: '', size: 0 }
  t.throws(() => {
    checkCollisions([{ ...first!, output: { path: 'a', source } }, second!])
  }, {
    code: 'PLAN_OUTPUT_COLLISION',
    details: { path: 'a', first: 'group-0 (sound/a)', second: 'group-1' }
  })
})

t.test('a folded path is lower case and composed', async t => {
  t.equal(foldedPath('A/E\u0301'), 'a/\u00e9')
})
