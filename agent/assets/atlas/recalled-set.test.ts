import { hash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { RunMemory } from '../run/run-memory.js'
import type { BuildSettings } from '../run/run-settings.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'
import { SetRecord } from './set-record.js'
import { SpriteRows } from './sprite-rows.js'

const rule = { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' }
const options = { maxSize: 64, padding: 2, extrude: 1, sprites: [{ include: ['s3*'], trim: false }] }
const count = 24
const path = (index: number): string => `art/orc/s${index}.png`
const side = (index: number): number => 10 + index % 7 * 3

function orcs (format: object = {}): TestProject {
  const game = testProject()
  game.rules({ ...rule, options: { ...options, ...format } })
  for (let index = 0; index < count; index++) {
    game.write({ [path(index)]: noisePng(side(index), 20, index + 1) })
  }
  return game
}

const setsOf = ({ home }: TestProject): string[] =>
  readdirSync(join(home, 'projects')).flatMap(project => {
    const folder = join(home, 'projects', project, 'sets')
    return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []
  })

type Edit = (game: TestProject, one: number, other: number, seed: number) => void | Promise<void>

const bytesOf = ({ folder }: TestProject, index: number): Buffer => readFileSync(join(folder, path(index)))

/** What people, and disks, do between two runs. */
const edits: Record<string, Edit> = {
  recolours: (game, one, _, seed) => {
    game.write({ [path(one)]: noisePng(side(one), 20, seed) })
  },
  shrinks: (game, one, _, seed) => {
    game.write({ [path(one)]: noisePng(side(one) - 3, 11, seed) })
  },
  grows: (game, one, _, seed) => {
    game.write({ [path(one)]: noisePng(side(one) + 5, 22, seed) })
  },
  'becomes another one': (game, one, other) => {
    game.write({ [path(one)]: bytesOf(game, other) })
  },
  'changes places': (game, one, other) => {
    game.write({ [path(one)]: bytesOf(game, other), [path(other)]: bytesOf(game, one) })
  },
  'is saved anew': async (game, one) => {
    game.write({ [path(one)]: await sharp(bytesOf(game, one)).png({ compressionLevel: 0 }).toBuffer() })
  },
  'has a new name': (game, one, other, seed) => {
    game.write({ [`art/orc/t${seed}.png`]: bytesOf(game, one), [path(other)]: noisePng(9, 9, seed) })
  },
  'meets a damaged record': (game, one, _, seed) => {
    for (const file of setsOf(game)) {
      const bytes = readFileSync(file)
      bytes[seed % bytes.length]! ^= 1
      writeFileSync(file, bytes)
    }
    game.write({ [path(one)]: noisePng(side(one), 20, seed) })
  },
  'lost its cache': (game, one, _, seed) => {
    rmSync(join(game.home, 'cache', seed % 2 === 0 ? 'ac' : 'cas'), { recursive: true })
    game.write({ [path(one)]: noisePng(side(one), 20, seed) })
  }
}

t.test('whatever a sprite becomes, a set is what it would be from nothing', async t => {
  const index = fc.nat(count - 1)
  const step = fc.record({
    edit: fc.constantFrom('recolours', 'grows', ...Object.keys(edits)),
    one: index,
    other: index,
    seed: fc.integer({ min: 1000, max: 100_000 }),
    isKilled: fc.boolean()
  })
  const format = fc.constantFrom(
    {},
    { textureFormat: 'pvr.ccz', premultiplyAlpha: true },
    { mesh: true },
    { layout: 'stable' },
    { layout: 'stable', format: 'json', extrude: 0 },
    { layout: 'stable', layoutFile: 'kept-{dir}.json', minEfficiency: 0.9 }
  )
  const layoutFiles = ['packline-layouts/units/orc.json', 'kept-orc.json']
  const layoutsOf = ({ folder }: TestProject): string[] =>
    layoutFiles.map(name => existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '')
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 5 }),
      fc.boolean(),
      format,
      async (steps, isWarm, format) => {
        const game = orcs(format)
        const forgetful = orcs(format)
        const fresh = testProject()
        // As a warm worker's runs have it.
        let memory = new RunMemory()
        const build = async (isKilled: boolean): Promise<void> => {
          await game.build(isWarm ? { memory } : {})
          // A worker that is killed has lost what it would do afterwards.
          if (isKilled) memory = new RunMemory()
          else memory.afterwards.finish()
        }
        try {
          await build(false)
          await forgetful.build()
          for (const { edit, one, other, seed, isKilled } of steps) {
            await edits[edit]!(game, one, other, seed)
            await build(isKilled)
            await edits[edit]!(forgetful, one, other, seed)
            for (const file of setsOf(forgetful)) rmSync(file)
            await forgetful.build()
          }
          const told = steps.map(({ edit }) => edit).join(', ')
          t.same(game.outputs(), forgetful.outputs(), told)
          t.same(layoutsOf(game), layoutsOf(forgetful), told)
          fresh.rules({ ...rule, options: { ...options, ...format } })
          const names = readdirSync(join(game.folder, 'art/orc'))
          for (const name of names) {
            fresh.write({ [`art/orc/${name}`]: readFileSync(join(game.folder, 'art/orc', name)) })
          }
          // What is remembered is the same as what the layout file says.
          for (const name of layoutFiles) {
            const file = join(game.folder, name)
            if (existsSync(file)) fresh.write({ [name]: readFileSync(file) })
          }
          await fresh.build()
          t.same(game.outputs(), fresh.outputs(), told)
        } finally {
          game.remove()
          forgetful.remove()
          fresh.remove()
        }
      }
    ),
    { numRuns: 5 }
  )
})

/** What the same files come to where nothing is known. */
async function outputsOfFresh (game: TestProject, settings: Partial<BuildSettings> = {}) {
  const home = `${game.home}-fresh`
  rmSync(home, { recursive: true, force: true })
  rmSync(join(game.folder, 'out'), { recursive: true })
  await game.build({ ...settings, home })
  return game.outputs()
}

t.test('of other settings, another profile, another key and other names, nothing is taken for what it was', async t => {
  const game = orcs()
  t.teardown(game.remove)
  await game.build()
  for (
    const other of [
      { padding: 4 },
      { extrude: 0 },
      { pixelFormat: 'RGBA4444' },
      { frameName: 'x/{name}' },
      {
        format: 'json'
      },
      { alias: false },
      { trimMargin: 2 }
    ]
  ) {
    game.rules({ ...rule, options: { ...options, ...other } })
    await game.build()
    const outputs = game.outputs()
    t.same(outputs, await outputsOfFresh(game), JSON.stringify(other))
  }
  await game.build({ profile: 'release' })
  const released = game.outputs()
  t.same(released, await outputsOfFresh(game, { profile: 'release' }))

  await game.build()
  game.write({ [path(5)]: null, 'art/orc/s5b.png': bytesOf(game, 5) })
  await game.build()
  const renamed = game.outputs()
  t.same(renamed, await outputsOfFresh(game))

  game.rules({ ...rule, options: { ...options, textureFormat: 'pvr.ccz', contentProtection: 'KEY' } })
  const keyed: unknown[] = []
  for (const digit of 'ab') {
    const environment = { KEY: digit.repeat(32) }
    await game.build({ environment })
    const outputs = game.outputs()
    keyed.push(outputs)
    t.same(outputs, await outputsOfFresh(game, { environment }))
  }
  t.notSame(keyed[0], keyed[1])
})

t.test('what a packline with other columns left is no record, whole as it is', async t => {
  const game = orcs()
  t.teardown(game.remove)
  await game.build()
  const [file = ''] = setsOf(game)
  const body = readFileSync(file).subarray(16)
  const sealed = (content: Buffer): Buffer =>
    Buffer.concat([hash('sha256', content, 'buffer').subarray(0, 16), content])
  t.ok(SetRecord.parse(sealed(body)))
  t.equal(SetRecord.parse(sealed(Buffer.concat([body, Buffer.alloc(4 * count)]))), undefined)
  t.equal(SetRecord.parse(sealed(body.subarray(0, -4 * count))), undefined)
  const older = Buffer.from(body)
  older.writeUInt32LE(1)
  t.equal(SetRecord.parse(sealed(older)), undefined)
  t.equal(SetRecord.parse(Buffer.alloc(0)), undefined)
})

t.test('a record is read as it was written, names of any letters too', t => {
  const action = { id: 'a', key: 'b', blobs: {}, costMs: 1 }
  const name = fc.string({ unit: 'binary', minLength: 1 }).filter(name => !name.includes('\0'))
  fc.assert(
    fc.property(fc.array(name), names => {
      const [contents, pixels] = [1, 2].map(byte => Buffer.alloc(names.length * 32, byte))
      const header = { settings: 's', pages: [], layout: action, sprites: action }
      const record = new SetRecord(header, names, contents!, pixels!, SpriteRows.allocate(names.length))
      const again = SetRecord.parse(record.format())
      t.same(again?.names, names)
      t.same(again?.header, header)
      t.same([again?.contents, again?.pixels], [contents, pixels])
    })
  )
  t.end()
})

t.test('of a set in which pixels changed, nothing is measured, laid out or described anew', async t => {
  const game = orcs()
  t.teardown(game.remove)
  await game.build()
  const records = setsOf(game).map(file => SetRecord.parse(readFileSync(file)))
  const { layout, pages } = records[0]!.header
  t.ok(pages.length > 1)
  // What is not read is not missed.
  const unread = [layout, ...pages.map(({ sheet }) => sheet)]
  for (const { key } of unread) writeFileSync(join(game.home, 'cache/ac', key.slice(0, 2), key), 'damaged')
  game.write({ [path(5)]: noisePng(side(5), 20, 77) })

  const report = await game.build()

  t.match(report.actions, { total: 2 + 2 * pages.length, executed: 2 })
  t.same(report.why.map(({ action }) => action.replace(/-\d/, '')), ['units/orc sprites', 'units/orc page'])
  for (const { reasons } of report.why) t.match(reasons, [/input s5.png changed/])
  t.equal(report.written.length, 1)
})

t.test('of a set with a layout file in which a sprite grew, untouched pages are not asked for', async t => {
  const game = orcs({ layout: 'stable', maxSize: 80 })
  t.teardown(game.remove)
  await game.build()
  const [file] = setsOf(game)
  const { pages } = SetRecord.parse(readFileSync(file!))!.header
  game.write({ [path(5)]: noisePng(side(5) + 8, 24, 77) })

  const report = await game.build()

  const written = report.written.filter(path => path.endsWith('.png'))
  t.ok(pages.length > written.length)
  t.match(report.layouts, [{ moved: 1, repacked: false }])
  t.match(report.actions, { executed: 2 + 2 * written.length, total: 2 + 2 * pages.length })
  t.match(report.why.find(({ action }) => action === 'units/orc sprites')?.reasons, [/input s5.png changed/])
  const outputs = game.outputs()
  await game.build({ home: t.testdir() })
  t.same(outputs, game.outputs(), 'what is made from nothing')
})

t.test('of a set with a layout file too, unless somebody has changed that file', async t => {
  const game = orcs({ layout: 'stable' })
  t.teardown(game.remove)
  const file = join(game.folder, 'packline-layouts/units/orc.json')
  const [first] = (await game.build()).layouts
  const kept = readFileSync(file)
  const edit = async (seed: number) => {
    game.write({ [path(5)]: noisePng(side(5), 20, seed) })
    return await game.build()
  }

  const report = await edit(77)

  t.match(report.actions, { executed: 2 })
  t.same(report.why.map(({ action }) => action.replace(/-\d/, '')), ['units/orc sprites', 'units/orc page'])
  t.same(report.layouts, [{ ...first, moved: 0, repacked: false }])
  t.ok(readFileSync(file).equals(kept))

  for (const change of [() => rmSync(file), () => writeFileSync(file, '')]) {
    change()
    await edit(78)
    t.ok(readFileSync(file).equals(kept), 'it is laid out anew')
  }
})
