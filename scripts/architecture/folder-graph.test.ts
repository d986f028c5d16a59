import t from 'tap'
import { folderGraph, withoutShortcuts } from './folder-graph.js'

const imports = [
  { file: 'a/one.ts', target: 'b/x.ts' },
  { file: 'a/deep/two.ts', target: 'c/y.ts' },
  { file: 'a/two.ts', target: 'a/deep/two.ts' },
  { file: 'b/x.ts', target: 'c/y.ts' },
  { file: 'b/x.ts', target: 'node:fs' },
  { file: 'main.ts', target: 'a/one.ts' },
  { file: 'c/y.ts', target: 'top.ts' }
]

t.test('a folder imports what its files do, except itself, packages and loose files', async t => {
  t.same([...folderGraph(imports, '')].map(([from, to]) => [from, [...to]]), [
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', []]
  ])
  t.same([...folderGraph(imports, 'a').keys()], ['deep'])
})

t.test('an arrow that a longer way says is left out', async t => {
  t.same([...withoutShortcuts(folderGraph(imports, '')).get('a') ?? []], ['b'])
})
