import { readFileSync, writeFileSync } from 'node:fs'
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
    environment: {},
    cwd,
    signal: new AbortController().signal,
    stdin: process.stdin,
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
