import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'

const md5sOf = ({ folder }: TestProject, outputs: ReadonlyArray<{ path: string }>) =>
  outputs.map(({ path }) => createHash('md5').update(readFileSync(join(folder, path))).digest('hex'))

t.test('a report has the md5 of each output, whatever is left of the cache', async t => {
  const game = testProject()
  t.teardown(game.remove)
  game.rules(
    { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' },
    { name: 'sound', processor: 'copy', include: ['sound/**'] }
  )
  game.write({ 'art/orc/a.png': noisePng(20, 30, 1), 'sound/a.ogg': Buffer.from('a') })
  const planned = await game.build({ isDryRun: true })
  t.match(planned.outputs.find(({ path }) => path.endsWith('.ogg')), { md5: md5OfText('a') })
  const check = ({ outputs }: typeof planned, what: string): void => {
    t.equal(outputs.length, 3)
    t.same(outputs.map(({ md5 }) => md5), md5sOf(game, outputs), what)
  }

  await game.build()
  rmSync(join(game.home, 'cache/cas'), { recursive: true })
  check(await game.build(), 'made of what is published')
  const [project = ''] = readdirSync(join(game.home, 'projects'))
  const kept = join(game.home, 'projects', project, 'md5.json')
  t.equal(Object.keys(JSON.parse(readFileSync(kept, 'utf8'))).length, 3, 'kept for the next')
  game.write({ 'art/orc/a.png': noisePng(20, 30, 2) })
  check(await game.build(), 'of what is new')
  writeFileSync(kept, 'damaged')
  check(await game.build(), 'made anew')
})

function md5OfText (text: string): string {
  return createHash('md5').update(text).digest('hex')
}
