import { linkSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { PublishedTree, workFolderOf } from './published-tree.js'
import type { PublishedFile } from './published-tree.js'
import { stampAt } from './recover-published.js'

const file = (path: string, rule: string, digit: string, size = 1): PublishedFile => ({
  path,
  rule,
  size,
  sha256: digit.repeat(64)
})

/** A folder with files a, b and c/d, and the record of them. */
function scene (t: Test) {
  const folder = t.testdir({ a: 'a', b: 'b', c: { d: 'd' } })
  const files = [file('a', 'one', '1'), file('b', 'two', '2'), file('c/d', 'one', '3')]
  return { folder, files, tree: PublishedTree.of(files, ({ path }) => stampAt(join(folder, path))) }
}

t.test('a record gives back what was put in, rule by rule, and from disk too', async t => {
  const { folder, files, tree } = scene(t)
  const [a, b, d] = files
  tree.write(join(folder, 'record'))
  t.same(tree.files(), [a, d, b])
  t.same(PublishedTree.read(join(folder, 'record'))?.files(), [a, d, b])
  t.equal(tree.length, 3)
  t.equal(PublishedTree.read(join(folder, 'none')), undefined)
  t.same(PublishedTree.of([], () => stampAt('nowhere')).files(), [])
})

t.test('a file is intact as long as nobody has written it; a hard link elsewhere does not count', async t => {
  const { folder, tree } = scene(t)
  linkSync(join(folder, 'a'), join(folder, 'elsewhere'))
  t.ok(tree.isIntact(folder))
  t.same([...tree.intactPaths(folder)], ['a', 'c/d', 'b'])
  writeFileSync(join(folder, 'b'), 'longer')
  t.notOk(tree.isIntact(folder))
  t.same([...tree.intactPaths(folder)], ['a', 'c/d'])
  utimesSync(join(folder, 'a'), 1, 1)
  t.same([...tree.intactPaths(folder)], ['c/d'])
})

t.test('the work folder lies beside the output', async t => {
  const folder = t.testdir({ build: { res: {} } })
  t.equal(workFolderOf(join(folder, 'build/res')), join(folder, 'build/.packline/res'))
  t.equal(workFolderOf(join(folder, 'none/res')), join(folder, 'none/.packline/res'))
  mkdirSync(join(folder, 'none'))
  t.equal(workFolderOf(join(folder, 'none/res')), join(folder, 'none/.packline/res'))
})

t.test('where the output is a mount of its own, the work folder lies in it', {
  skip: process.platform !== 'linux'
}, async t => {
  t.equal(workFolderOf('/proc'), '/proc/.packline')
})
