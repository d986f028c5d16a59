import t from 'tap'
import { importCircle } from './import-circles.js'

const imports = (...pairs: string[]) =>
  pairs.map(pair => {
    const [file = '', target = ''] = pair.split(' ')
    return { file, target }
  })

t.test('names the files on the way round, and nothing else', async t => {
  t.same(importCircle(imports('m a', 'a b', 'b c', 'c d', 'c a')), ['a', 'b', 'c', 'a'])
  t.same(importCircle(imports('a a')), ['a', 'a'])
})

t.test('two ways to one file are no circle', async t => {
  t.same(importCircle(imports('a b', 'a c', 'b d', 'c d', 'd node:fs')), [])
})
