import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { readSheet } from '../assets/atlas/sheets/read-sheet.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import { runCommandLine } from './run-command-line.js'
import type { CommandContext } from './command.js'

function host (cwd: string): Omit<CommandContext, 'locale'> {
  const sink = { write: () => true } as unknown as CommandContext['stdout']
  return {
    environment: { PACKLINE_HOME: join(cwd, 'home') },
    cwd,
    signal: new AbortController().signal,
    stdout: sink,
    stderr: sink
  }
}

for (const format of ['cocos2d-3', 'cocos2d-2', 'json']) {
  t.test(`shows the pages of an atlas in format ${format} as one HTML file`, async t => {
    const game = testProject()
    t.teardown(() => {
      game.remove()
    })
    game.rules({
      name: 'units',
      processor: 'atlas',
      include: ['art/*/'],
      output: '{dir}',
      options: { format }
    })
    game.write({ 'art/orc/a <b>.png': noisePng(20, 30, 1), 'art/orc/c.png': noisePng(7, 5, 2) })
    await game.build()
    const sheet = `out/orc.${format === 'json' ? 'json' : 'plist'}`

    t.equal(await runCommandLine(['atlas', 'show', sheet, '--output', 'sheet.html'], host(game.folder)), 0)
    const html = readFileSync(join(game.folder, 'sheet.html'), 'utf8')
    t.match(html, /data:image\/png;base64,/)
    t.match(html, /a &lt;b&gt;\.png/)
    t.match(await readSheet(join(game.folder, sheet)), {
      textureFile: 'orc.png',
      frames: [{ width: 20, height: 30, sourceWidth: 20, left: 0, top: 0 }, { name: 'c.png' }]
    })
  })
}

t.test('a file that is no sheet is one clear error', async t => {
  const file = join(t.testdir({}), 'x.plist')
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200 }), async text => {
      writeFileSync(file, text)
      await t.rejects(readSheet(file), { code: 'ATLAS_BAD_SHEET' })
    }),
    { numRuns: 50 }
  )
  writeFileSync(file, '<!DOCTYPE plist [<!ENTITY a "b">]><plist><dict/></plist>')
  await t.rejects(readSheet(file), { code: 'ATLAS_BAD_SHEET', details: { reason: /DOCTYPE/ } })
  writeFileSync(file, '{"textures":[{"image":"a.png","frames":[]},{"image":"b.png","frames":[]}]}')
  await t.rejects(readSheet(file), { code: 'ATLAS_BAD_SHEET', details: { reason: /several textures/ } })
  writeFileSync(
    file,
    '<plist><dict><key>frames</key><dict/><key>metadata</key><dict><key>size</key><string>{4,8}</string></dict></dict></plist>'
  )
  t.match(
    await readSheet(file),
    { textureFile: 'x.png', width: 4, height: 8 },
    'a loader takes the name of the sheet'
  )
  t.equal(await runCommandLine(['atlas', 'show', 'none.plist'], host(t.testdirName)), 1)
})

t.test('atlas pack and atlas show write over what packline made, here or elsewhere, and over nothing else', async t => {
  const cwd = t.testdir({
    hero: { '1.png': noisePng(20, 20, 1) },
    'hero.png': 'the portrait',
    'notes.html': 'notes'
  })
  const file = (name: string) => join(cwd, name)
  const packline = async (...args: string[]) => await runCommandLine(args, host(cwd))
  t.equal(await packline('atlas', 'pack', 'hero'), 1)
  t.equal(readFileSync(file('hero.png'), 'utf8'), 'the portrait')
  t.same(readdirSync(cwd).sort(), ['hero', 'hero.png', 'notes.html'], 'and nothing is left')

  t.equal(await packline('atlas', 'pack', 'hero', '--name', 'set'), 0)
  for (const elsewhere of [false, true]) {
    writeFileSync(file('hero/1.png'), noisePng(21, 21, 2))
    // A checkout on another machine: the sheet says whose it is, and whose its page is.
    if (elsewhere) rmSync(file('home'), { recursive: true })
    t.equal(await packline('atlas', 'pack', 'hero', '--name', 'set'), 0)
  }
  rmSync(file('home'), { recursive: true })
  writeFileSync(
    file('set.plist'),
    readFileSync(file('set.plist'), 'utf8').replace('<key>metadata', '<key>smartupdate')
  )
  t.equal(await packline('atlas', 'pack', 'hero', '--name', 'set', '--padding', '4'), 1, 'not known as ours')

  rmSync(file('set.plist'))
  rmSync(file('set.png'))
  t.equal(await packline('atlas', 'pack', 'hero', '--name', 'set'), 0)
  t.equal(await packline('atlas', 'show', 'set.plist', '--output', 'notes.html'), 1)
  t.equal(readFileSync(file('notes.html'), 'utf8'), 'notes')
  for (let run = 0; run < 2; run++) {
    t.equal(await packline('atlas', 'show', 'set.plist'), 0)
    rmSync(file('home'), { recursive: true })
  }
})
