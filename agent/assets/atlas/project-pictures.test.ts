import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { FileTable } from '../../files/file-table.js'
import type { RunReport } from '../run/run-report.js'
import { encodePng } from '../pictures/encode-png.js'
import { createPicture } from '../pictures/pixels.js'
import { openProject, scanProject } from '../sources/project-scan.js'
import { png } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'
import { havePictures, ProjectPictures } from './project-pictures.js'

/** Some sets that trim in different ways, and other rules that take some of their pictures. */
const rules = [
  {
    name: 'units',
    processor: 'atlas',
    include: ['art/*/'],
    output: 'units/{dir}',
    options: named('{dir}/{path}')
  },
  {
    name: 'wide',
    processor: 'atlas',
    include: ['art/a/'],
    output: 'wide',
    options: {
      ...named('wide/{path}'),
      trimMargin: 2,
      trimThreshold: 9,
      scales: [1, 0.5],
      sprites: [{ include: ['1*.png'], trim: false }]
    }
  },
  {
    name: 'small',
    processor: 'atlas',
    include: ['half/'],
    output: 'half',
    options: { ...named('half/{path}'), scales: [0.5] }
  },
  { name: 'plain', processor: 'copy', include: ['art/c/**'], output: 'plain' }
]

function named (frameName: string): { frameName: string } {
  return { frameName }
}

async function game (t: Test, { isDamaged = false } = {}): Promise<TestProject> {
  const made = testProject()
  t.teardown(() => {
    made.remove()
  })
  made.rules(...rules)
  for (const [number, folder] of ['art/a', 'art/b', 'art/c', 'half'].entries()) {
    for (let index = 0; index < 40; index++) {
      const picture = createPicture(9 + index % 9, 9 + index % 7)
      picture.pixels.set([number, index, 7, 255], (picture.width * 4 + 4 + index % 2) * 4)
      picture.pixels.set([1, 2, 3, 5], 0)
      made.write({
        [`${folder}/${index}${index % 8 === 0 ? '.9' : ''}.png`]: await encodePng(picture, 'fast')
      })
    }
  }
  if (isDamaged) {
    const bytes = readFileSync(join(made.folder, 'art/b/7.png'))
    made.write({ 'art/b/7.png': bytes.subarray(0, -20), 'art/b/8.9.png': 'no picture' })
  }
  return made
}

/** Nothing is measured ahead by a home that has built something. */
async function buildLater (made: TestProject, keepGoing = false): Promise<RunReport> {
  mkdirSync(join(made.home, 'cache/ac'), { recursive: true })
  return await made.build({ keepGoing })
}

t.test('pictures are measured while they are read, in each way that sets trim them', async t => {
  const made = await game(t)
  const { project: { matchers, root }, project } = await openProject(made.folder, () => ({}))
  const pictures = new ProjectPictures(root, matchers, 'fast')
  const { table, bytes } = await scanProject(project, FileTable.empty(), {
    signal: new AbortController().signal,
    now: Date.now,
    ...pictures.scanning
  })
  const taken = async (path: string, cut?: { threshold: number, margin: number }) => {
    const sha256 = table.sha256At(table.paths.indexOf(path))
    const [own] = await pictures.measured.take([{ sha256, cut }], new AbortController().signal)
    pictures.pixels.release(own?.part?.byteLength ?? 0)
    return own?.facts.slice(2, 6)
  }
  const [units, wide] = [{ threshold: 0, margin: 0 }, { threshold: 9, margin: 2 }]

  t.same(await taken('art/a/2.png', units), [0, 0, 5, 5])
  t.same(await taken('art/a/2.png', wide), [2, 2, 5, 5])
  t.same(await taken('art/a/10.png', wide), undefined, 'its rule says that it stays whole')
  t.same(await taken('art/a/10.png'), [0, 0, 10, 12])
  t.same(await taken('art/b/8.9.png'), [0, 0, 17, 10])
  t.same(await taken('art/b/2.png', units), [0, 0, 5, 5])
  t.same(await taken('art/b/2.png', units), undefined, 'each is taken once')
  t.same(await taken('art/c/2.png', units), undefined, 'another rule reads it, too')
  t.same(await taken('half/2.png', units), undefined, 'it is measured at half its size')
  t.same([...bytes.keys()].map(path => path.replace(/\/[^/]*$/, '')).filter(isFirst), ['art/c', 'half'])
  pictures.measured.close()
  t.ok(pictures.pixels.tryKeep(64 * 1024 * 1024), 'and nothing is kept of what nobody has taken')
})

t.test('a run that measures ahead has the results of one that does not', async t => {
  const [ahead, later] = [await game(t), await game(t)]
  const [first, second] = [await ahead.build(), await buildLater(later)]
  t.same(ahead.outputs(), later.outputs())
  t.ok(Object.keys(ahead.outputs()).length > 50)
  t.same(first.actions, second.actions)
  ahead.write({ 'packline.json': `${readFileSync(join(ahead.folder, 'packline.json'), 'utf8')} ` })
  t.match(await ahead.build(), { actions: { executed: 0 }, written: [] }, 'and keeps them')
})

t.test('more pictures than there is room for are measured ahead where threads draw them', async t => {
  const count = 70
  const [plain, compressed] = await Promise.all(['png', 'pvr.ccz'].map(async textureFormat => {
    const made = [testProject(), testProject()] as const
    const art = Array.from({ length: count }, (_, index) => [
      `art/${index}.png`,
      png(512, 512, [index, 255 - index, 90, 255])
    ])
    for (const game of made) {
      t.teardown(() => {
        game.remove()
      })
      const options = { textureFormat }
      game.rules({ name: 'all', processor: 'atlas', include: ['art/'], output: 'all', options })
      game.write(Object.fromEntries(art))
    }
    const [ahead, later] = made
    const { project: { matchers, root }, project } = await openProject(ahead.folder, () => ({}))
    const pictures = new ProjectPictures(root, matchers, 'fast')
    const { table } = await scanProject(project, FileTable.empty(), {
      signal: new AbortController().signal,
      now: Date.now,
      ...pictures.scanning
    })
    const wanted = table.paths.map((_, index) => ({
      sha256: table.sha256At(index),
      cut: { threshold: 0, margin: 0 }
    }))
    const taken = await pictures.measured.take(wanted, new AbortController().signal)
    if (textureFormat === 'png') {
      await ahead.build()
      await buildLater(later)
      t.same(ahead.outputs(), later.outputs())
    }
    return taken
  }))
  const kept = plain!.filter(own => own?.part !== undefined).length
  t.ok(kept > 50 && kept < count, `the pixels of ${kept} found room`)
  t.notOk(plain!.includes(undefined))
  t.ok(compressed!.includes(undefined), 'left to their set, which has room later')
})

t.test('what is wrong with a picture is told in the same words', async t => {
  const failure = async (run: Promise<unknown>): Promise<string> => await run.then(() => 'none', String)
  const [ahead, later] = [await game(t, { isDamaged: true }), await game(t, { isDamaged: true })]
  const told = await failure(ahead.build({ keepGoing: true }))
  t.equal(told, await failure(buildLater(later, true)))
  t.match(told, /art\/b\/[78]/)
})

t.test('rules that measure no pictures want nobody who does', async t => {
  const { matchers } = (await openProject((await game(t)).folder, () => ({}))).project
  t.ok(havePictures(matchers))
  t.notOk(havePictures(matchers.filter(({ rule: { name } }) => ['small', 'plain'].includes(name))))
})

function isFirst (value: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(value) === index
}
