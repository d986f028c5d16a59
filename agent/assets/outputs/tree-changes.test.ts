import t from 'tap'
import { changesByTree, commonFolder } from './tree-changes.js'
import type { DesiredFile } from './tree-changes.js'

const file = (path: string): DesiredFile => ({ path, rule: 'r', sha256: '', size: 0 })

/** Written and removed paths of each tree. */
function trees (roots: readonly string[], written: readonly string[], removed: readonly string[]) {
  return changesByTree(roots, written.map(file), removed).map(changes => ({
    written: changes.written.map(each => each.path),
    removed: changes.removed
  }))
}

t.test('changes go by the folder that a rule writes to', async t => {
  t.same(trees(['ui', 'units'], ['ui/a', 'units/b', 'ui/deep/c'], ['units/old']), [
    { written: ['ui/a', 'ui/deep/c'], removed: [] },
    { written: ['units/b'], removed: ['units/old'] }
  ])
})

t.test('a root inside another one belongs to it, and the output folder itself to all', async t => {
  t.same(trees(['ui/deep', 'ui'], ['ui/deep/a', 'ui/b'], []), [{
    written: ['ui/deep/a', 'ui/b'],
    removed: []
  }])
  t.same(trees(['ui', ''], ['ui/a', 'b'], ['c/d']), [{ written: ['ui/a', 'b'], removed: ['c/d'] }])
})

t.test('a name that only begins like a root is not in it', async t => {
  t.same(trees(['ui'], ['ui/a', 'ui2/b'], []).length, 2)
})

t.test('paths of a rule that is gone go by their own folders', async t => {
  t.same(trees(['ui'], [], ['old/a', 'old/b', 'old/deep/c', 'd', 'e']), [
    { written: [], removed: ['old/a', 'old/b'] },
    { written: [], removed: ['old/deep/c'] },
    { written: [], removed: ['d', 'e'] }
  ])
})

t.test('the common folder is the deepest one that holds all paths', async t => {
  t.equal(commonFolder(['a/b/c', 'a/b/d']), 'a/b')
  t.equal(commonFolder(['a/b/c', 'a/bd/e']), 'a')
  t.equal(commonFolder(['a/b/c', 'a/b/c/d', 'a/e']), 'a')
  t.equal(commonFolder(['a', 'b/c']), '')
  t.equal(commonFolder(['a/b', 'c']), '')
  t.equal(commonFolder(['a/b/c']), 'a/b')
})
