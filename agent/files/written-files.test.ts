import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sha256Of } from './file-digest.js'
import { WrittenFiles } from './written-files.js'

t.test('a file is written over when the record has it, when its bytes are the same, or when it is a product', async t => {
  const folder = t.testdir({ res: { 'portrait.png': 'the artist', 'same.png': 'same', 'made.csb': 'csb' } })
  const at = (name: string) => join(folder, 'res', name)
  const written = new WrittenFiles(join(folder, 'home'))
  written.check([{ path: at('new.png') }, { path: at('same.png'), sha256: sha256Of(Buffer.from('same')) }])
  written.check([{ path: at('made.csb') }], path => path.endsWith('.csb'))
  for (const name of ['portrait.png', 'same.png']) {
    t.throws(() => {
      written.check([{ path: at(name) }])
    }, { code: 'OUTPUT_NOT_OURS', details: { path: at(name) } })
  }
  writeFileSync(at('new.png'), 'ours')
  written.add([at('new.png')])
  new WrittenFiles(join(folder, 'home')).check([{ path: at('new.png') }])
  t.throws(() => {
    new WrittenFiles(join(folder, 'another home')).check([{ path: at('new.png') }])
  }, { code: 'OUTPUT_NOT_OURS' })
})

t.test('one folder is one under all its names; a folder and a link in the place of a file are in the way', async t => {
  const folder = t.testdir({ res: { a: 'A' } })
  symlinkSync('res', join(folder, 'link'))
  mkdirSync(join(folder, 'res/dir'))
  symlinkSync('a', join(folder, 'res/to-a'))
  const written = new WrittenFiles(join(folder, 'home'))
  written.add(['link/a', 'link/dir', 'link/to-a'].map(name => join(folder, name)))
  written.check([{ path: join(folder, 'res/a') }])
  for (const name of ['dir', 'to-a']) {
    t.throws(() => {
      written.check([{ path: join(folder, 'res', name) }])
    }, { code: 'OUTPUT_NOT_OURS' })
  }
})

t.test('a record that is damaged knows nothing, and is written anew', async t => {
  const folder = t.testdir({ a: 'A' })
  const written = new WrittenFiles(join(folder, 'home'))
  written.add([join(folder, 'a')])
  const [name = ''] = (await import('node:fs')).readdirSync(join(folder, 'home/written'))
  writeFileSync(join(folder, 'home/written', name), '{"files"')
  t.throws(() => {
    written.check([{ path: join(folder, 'a') }])
  }, { code: 'OUTPUT_NOT_OURS' })
  written.add([join(folder, 'a')])
  t.match(JSON.parse(readFileSync(join(folder, 'home/written', name), 'utf8')), { files: ['a'] })
})
