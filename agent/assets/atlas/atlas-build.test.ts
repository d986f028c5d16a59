// Takes 8 s.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import type { Test } from 'tap'
import type { PacklineError } from '../../errors.js'
import { noisePng, png } from '../testing/pictures.js'
import { digests, testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'
import { readSheet } from './sheets/read-sheet.js'

const rule = { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' }

function project (t: Test, options: Record<string, unknown> = {}): TestProject {
  const made = testProject()
  t.teardown(() => {
    made.remove()
  })
  made.rules({ ...rule, options })
  return made
}

const orc = {
  'art/orc/a.png': noisePng(20, 30, 1),
  'art/orc/b.png': noisePng(40, 10, 2),
  'art/orc/c.png': noisePng(16, 16, 3)
}

t.test('each folder becomes an atlas set; the second run does nothing', async t => {
  const game = project(t)
  game.write({ ...orc, 'art/elf/d.png': noisePng(8, 8, 4) })

  const first = await game.build()
  const second = await game.build()

  t.same(Object.keys(game.outputs()), [
    'units/elf.plist',
    'units/elf.png',
    'units/orc.plist',
    'units/orc.png'
  ])
  t.match(first.actions, { total: 8, executed: 8, cached: 0 })
  t.match(second.actions, { total: 8, executed: 0, cached: 8 })
  t.same(second.written, [])
})

t.test('a changed sprite of the same size renders its page again and nothing else', async t => {
  const game = project(t)
  game.write({ ...orc, 'art/elf/d.png': noisePng(8, 8, 4) })
  await game.build()
  game.write({ 'art/orc/b.png': noisePng(40, 10, 99) })

  const report = await game.build()

  t.same(report.written, ['out/units/orc.png'])
  t.same(report.why.map(each => each.action), ['units/orc page', 'units/orc sprites'])
  t.match(report.why[0]?.reasons, [/input b.png changed/])
})

t.test('a picture saved anew with the same pixels renders nothing', async t => {
  const game = project(t)
  game.write(orc)
  await game.build()
  game.write({ 'art/orc/a.png': await sharp(orc['art/orc/a.png']).png({ compressionLevel: 0 }).toBuffer() })

  const report = await game.build()
  t.same(report.written, [])
  t.same(report.why.map(each => each.action), ['units/orc sprites'])
})

t.test('outputs depend on inputs and options only: not on history, order or home', async t => {
  const game = project(t, { maxSize: 64 })
  game.write(orc)
  await game.build()
  game.write({ 'art/orc/b.png': null, 'art/orc/0.png': noisePng(30, 30, 7) })
  await game.build()
  game.write({ ...orc, 'art/orc/0.png': null })
  await game.build()

  const fresh = project(t, { maxSize: 64 })
  fresh.write(Object.fromEntries(Object.entries(orc).reverse()))
  await fresh.build()
  t.same(game.outputs(), fresh.outputs())
})

t.test('a changed option or profile runs what it concerns, and says so', async t => {
  const game = project(t)
  game.write(orc)
  await game.build()
  game.rules({ ...rule, options: { format: 'json' } })
  const format = await game.build()
  const profile = await game.build({ profile: 'release' })

  t.match(format.why, [{
    action: 'units/orc sheet',
    reasons: [/option format changed from "cocos2d-3" to "json"/]
  }])
  t.same(format.removed, ['out/units/orc.plist'])
  t.ok(
    profile.why.some(each =>
      each.reasons.some(reason => String(reason).includes('profile changed from "fast" to "release"'))
    )
  )
})

t.test('a cache entry that is damaged or gone is made anew', async t => {
  const game = project(t)
  game.write(orc)
  await game.build()
  const good = game.outputs()
  for (
    const [index, spoil] of [(path: string) => {
      chmodSync(path, 0o644)
      writeFileSync(path, 'spoilt')
    }, (path: string) => {
      rmSync(path)
    }]
      .entries()
  ) {
    for (const path of Object.keys(digests(join(game.home, 'cache')))) spoil(join(game.home, 'cache', path))
    rmSync(join(game.folder, 'out'), { recursive: true })
    t.equal((await game.build()).status, 'done', String(index))
    t.same(game.outputs(), good)
  }
})

t.test('another workspace of the same machine takes everything from the cache', async t => {
  const game = project(t)
  game.write(orc)
  await game.build()
  const other = project(t)
  other.write(orc)

  t.match((await other.build({ home: game.home })).actions, { total: 4, executed: 0, cached: 4 })
  t.same(other.outputs(), game.outputs())
})

t.test('a nine-patch shares no place with a sprite of the same pixels, and keeps its transparent edge', async t => {
  const game = project(t)
  const panel = png(20, 12, [10, 20, 30, 255], 3)
  const whole = noisePng(14, 6, 5)
  game.write({
    'art/orc/a.png': panel,
    'art/orc/a.9.png': panel,
    'art/orc/b.9.png': panel,
    'art/orc/c.png': whole,
    'art/orc/c.9.png': whole,
    'art/orc/d.png': whole
  })
  await game.build()

  const { frames } = await readSheet(join(game.folder, 'out/units/orc.plist'))
  const frame = (name: string) => frames.find(each => each.name === name)!
  const placeOf = (name: string): string => `${frame(name).x},${frame(name).y}`
  t.match(frame('a.9.png'), { width: 20, height: 12, left: 0, top: 0, rotated: false })
  t.match(frame('a.png'), { width: 14, height: 6, left: 3, top: 3 })
  t.equal(placeOf('a.9.png'), placeOf('b.9.png'), 'two nine-patches share')
  t.equal(placeOf('c.png'), placeOf('d.png'), 'two sprites share')
  t.not(placeOf('c.png'), placeOf('c.9.png'))

  game.write({ 'art/orc/e.png': noisePng(9, 9, 6), 'art/orc/f.9.png': panel })
  await game.build()
  const next = await readSheet(join(game.folder, 'out/units/orc.plist'))
  t.match(
    next.frames.find(each => each.name === 'f.9.png'),
    { width: 20, height: 12 },
    'what is known of the plain sprite is not taken for it'
  )
  t.match(next.frames.find(each => each.name === 'a.png'), { width: 14, height: 6 })
})

t.test('several pages carry the number in their names; scales have sets of their own', async t => {
  const game = project(t, { maxSize: 64, scales: [1, 0.5] })
  game.write(
    Object.fromEntries(Array
      .from({ length: 12 }, (_, index) => [`art/orc/${index}.png`, noisePng(30, 30, index)]))
  )
  await game.build()

  t.same(
    Object.keys(game.outputs()),
    ['orc-0', 'orc-1', 'orc-2', 'orc@0.5x-0', 'orc@0.5x-1'].flatMap(
      name => [`units/${name}.plist`, `units/${name}.png`]
    )
  )
  t.match(readFileSync(join(game.folder, 'out/units/orc-1.plist'), 'utf8'), /<string>orc-1.png<\/string>/)
})

t.test('sprites have pivots and nine-slice borders by glob, in the sheets that have a place for them', async t => {
  const sprites = [
    { include: ['*.png'], pivot: { x: 0.5, y: 0.25 } },
    { include: ['b.png'], borders: { left: 4, top: 3, right: 2, bottom: 1 }, trim: true }
  ]
  const sheets: Record<string, string> = {}
  for (const format of ['cocos2d-3', 'cocos2d-2', 'json']) {
    const game = project(t, { format, sprites })
    game.write({
      'art/orc/a.png': png(20, 12, [9, 9, 9, 255], 3),
      'art/orc/b.png': png(20, 12, [1, 2, 3, 255], 3)
    })
    await game.build()
    sheets[format] = readFileSync(
      join(game.folder, `out/units/orc.${format === 'json' ? 'json' : 'plist'}`),
      'utf8'
    )
    game.rules({ ...rule, options: { format, sprites: sprites.slice(1) } })
    const changed = (await game.build()).written
    t.same(
      changed,
      format === 'cocos2d-2' ? [] : [`out/units/orc.${format === 'json' ? 'json' : 'plist'}`],
      format
    )
  }
  // cocos2d-x reads anchor in format 3 only, with y upwards: SpriteFrameCache::addSpriteFramesWithDictionary.
  t.match(sheets['cocos2d-3'], /a\.png[^]*<key>anchor<\/key>\s*<string>\{0\.5,0\.75\}<\/string>[^]*b\.png/)
  t.notMatch(sheets['cocos2d-2'], /anchor/)
  t.match((JSON.parse(sheets.json ?? '') as { frames: unknown }).frames, {
    'a.png': { anchor: { x: 0.5, y: 0.25 }, trimmed: true, borders: undefined },
    'b.png': {
      anchor: { x: 0.5, y: 0.25 },
      trimmed: false,
      rotated: false,
      borders: { left: 4, top: 3, right: 2, bottom: 1 }
    }
  })
})

t.test('page names: numbered ones stay when a set grows, a single one grows no second, a change of names is told', async t => {
  const art = (from: number, to: number) =>
    Object.fromEntries(
      Array.from({ length: to - from }, (_, index) => [
        `art/orc/${from + index}.png`,
        noisePng(60, 60, from + index)
      ])
    )
  const names = async (pages: string) => {
    const game = project(t, { maxSize: 130, pages, format: 'json' })
    game.write(art(0, 3))
    await game.build()
    const before = Object.keys(game.outputs())
    game.write(art(3, 6))
    return { game, before }
  }
  const numbered = await names('numbered')
  t.same(numbered.before, ['units/orc-0.json', 'units/orc-0.png'])
  const report = await numbered.game.build()
  t.same([report.removed, report.warnings], [[], []])
  t.same(Object.keys(numbered.game.outputs()).length, 4)
  const metaOf = (page: string): unknown =>
    (JSON.parse(readFileSync(join(numbered.game.folder, 'out/units', page), 'utf8')) as { meta: unknown })
      .meta
  t.match(metaOf('orc-0.json'), { image: 'orc-0.png', related_multi_packs: ['orc-1.json'] })
  t.match(metaOf('orc-1.json'), { image: 'orc-1.png', related_multi_packs: ['orc-0.json'] })

  const auto = await names('auto')
  t.same(auto.before, ['units/orc.json', 'units/orc.png'])
  // As after results that came as one from another machine.
  rmSync(join(auto.game.home, 'cache/ac'), { recursive: true })
  t.match((await auto.game.build()).warnings, [/units\/orc.*orc-0, orc-1.*no longer orc;/])
  t.same((await auto.game.build()).warnings, [])
  auto.game.write(Object.fromEntries(Object.keys(art(3, 6)).map(path => [path, null])))
  t.match((await auto.game.build()).warnings, [/units\/orc.*called orc from now on, no longer orc-0/])

  const single = await names('single')
  t.same(single.before, auto.before)
  await t.rejects(single.game.build(), {
    code: 'ATLAS_SEVERAL_PAGES',
    details: { set: 'units/orc', pages: 2 }
  })
})

t.test('a stable layout keeps what is not changed in its place, by a file that is committed', async t => {
  const game = project(t, { layout: 'stable' })
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `art/orc/${String(index).padStart(2, '0')}.png`,
      noisePng(20 + index, 30, index)
    ])
  )
  game.write(many)
  await game.build()
  const frames = framesOf(game)
  game.write({ 'art/orc/05.png': noisePng(18, 22, 77), 'art/orc/99.png': noisePng(5, 5, 78) })
  await game.build()
  const after = framesOf(game)

  t.ok(existsSync(join(game.folder, 'packline-layouts/units/orc.json')))
  for (const [name, place] of Object.entries(frames)) if (name !== '05.png') t.equal(after[name], place, name)
  t.match((await game.build()).actions, { executed: 0 })

  const clone = project(t, { layout: 'stable' })
  clone.write({
    ...many,
    'art/orc/05.png': noisePng(18, 22, 77),
    'art/orc/99.png': noisePng(5, 5, 78),
    'packline-layouts/units/orc.json': readFileSync(join(game.folder, 'packline-layouts/units/orc.json'))
  })
  await clone.build()
  t.same(clone.outputs(), game.outputs())
})

t.test('a layout file that is none is an error that says where, and nothing is packed anew', async t => {
  const game = project(t, { layout: 'stable' })
  game.write(orc)
  await game.build()
  const published = game.outputs()
  const file = 'packline-layouts/units/orc.json'
  const good = readFileSync(join(game.folder, file), 'utf8')
  const broken = (from: string | RegExp, to: string): string => {
    t.match(good, from)
    return good.replace(from, to)
  }
  const cases: Array<[text: string, code: string, mistake?: string]> = [
    [`<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> branch\n`, 'ATLAS_LAYOUT_CONFLICT'],
    [broken('{"name":"b', '<<<<<<< .mine\n{"name":"b'), 'ATLAS_LAYOUT_CONFLICT'],
    [good.slice(0, -9), 'ATLAS_LAYOUT_DAMAGED', 'it cannot be read as JSON'],
    ['[]', 'ATLAS_LAYOUT_DAMAGED', 'it cannot be read as JSON'],
    ['{}', 'ATLAS_LAYOUT_DAMAGED', 'at version stands'],
    [broken('"version":1', '"version":2'), 'ATLAS_LAYOUT_DAMAGED', 'at version stands'],
    [broken(/"settings":\{[^}]*\}/, '"settings":null'), 'ATLAS_LAYOUT_DAMAGED', 'at settings stands'],
    [broken(/"pages":\[[^\]]*\]/, '"pages":{}'), 'ATLAS_LAYOUT_DAMAGED', 'at pages stands'],
    [
      broken(/"page":0(?=.*"rotated":(true|false)\},\n\{"name":"c)/, '"page":"0"'),
      'ATLAS_LAYOUT_DAMAGED',
      'at sprites › b.png › page stands'
    ],
    [broken('"b.png"', '"a.png"'), 'ATLAS_LAYOUT_DAMAGED', 'a.png is in it twice']
  ]
  for (const [text, code, mistake = ''] of cases) {
    game.write({ [file]: text })
    await t.rejects(game.build(), { code, message: new RegExp(mistake), details: { file } }, text)
    t.same(game.outputs(), published)
    t.equal(readFileSync(join(game.folder, file), 'utf8'), text, 'it is left as it is')
  }
  game.write({ [file]: null })
  await game.build()
  t.equal(readFileSync(join(game.folder, file), 'utf8'), good)
})

t.test('a sprite as large as a page gets a page of its own and moves no other', async t => {
  const game = project(t, { layout: 'stable', maxSize: 512 })
  const names = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, '0'))
  const small = (name: string): Buffer =>
    png(20 + Number(name) * 3 % 50, 30 + Number(name) * 7 % 40, [Number(name), 9, 9, 255])
  game.write(Object.fromEntries(names.map(name => [`art/orc/${name}.png`, small(name)])))
  await game.build()
  const lock = () => {
    const { sprites } = JSON.parse(
      readFileSync(join(game.folder, 'packline-layouts/units/orc.json'), 'utf8')
    ) as { sprites: Array<{ name: string, page: number, x: number, y: number }> }
    return Object.fromEntries(sprites.map(({ name, page, x, y }) => [name, [page, x, y]]))
  }
  const before = lock()
  game.write({ 'art/orc/full.png': noisePng(512, 512, 99) })
  const report = await game.build()
  t.same(lock(), { ...before, 'full.png': [1, 0, 0] })
  t.match(report.layouts, [{ set: 'units/orc', moved: 0, repacked: false, sprites: 41 }])
  t.match((await game.build()).actions, { executed: 0 })

  // More than the first page holds: the large one keeps its page, and the others theirs.
  game.write(
    Object.fromEntries(Array.from({ length: 30 }, (_, index) => [
      `art/orc/more${index}.png`,
      png(90, 80, [index, 80, 9, 255])
    ]))
  )
  const next = await game.build()
  t.match(lock(), { ...before, 'full.png': [1, 0, 0] })
  t.match(next.layouts, [{ moved: 0, repacked: false }])
  t.match(await readSheet(join(game.folder, 'out/units/orc-1.plist')), {
    frames: [{ name: 'full.png', x: 0, y: 0 }]
  })
})

t.test('the report says how well a kept layout uses its pages, and warns before everything moves', async t => {
  const names = Array.from({ length: 64 }, (_, index) => `art/orc/${String(index).padStart(2, '0')}.png`)
  const art = Object.fromEntries(names.map((name, index) => [name, png(30, 30, [index, 9, 9, 255])]))
  const game = project(t, { layout: 'stable', minEfficiency: 0.72 })
  game.write(art)
  t.match((await game.build()).layouts, [{
    set: 'units/orc',
    file: 'packline-layouts/units/orc.json',
    moved: 0,
    repacked: false,
    efficiency: 1
  }])

  // From a square of eight by eight every fourth sprite goes: its page stays as large as it was.
  const gone = (isGone: (index: number) => boolean): Record<string, null> =>
    Object.fromEntries(names.filter((_, index) => isGone(index)).map(name => [name, null]))
  game.write(gone(index => index % 4 === 1))
  const near = await game.build()
  t.match(near.layouts, [{ moved: 0, repacked: false, sprites: 48 }])
  t.match(near.warnings, [/units\/orc.*76.2 %.*72.0 %/])
  game.write(gone(index => index % 4 === 2))
  const anew = await game.build()
  t.match(anew.layouts, [{ repacked: true, sprites: 32 }])
  t.ok((anew.layouts[0]?.moved ?? 0) > 0)
  t.same(anew.warnings, [])
})

t.test('a frozen layout that does not fit its sprites is an error that says what to commit', async t => {
  const game = project(t, { layout: 'stable' })
  game.write(orc)
  await game.build({ frozenLayouts: 'tracked' })
  const file = 'packline-layouts/units/orc.json'
  const before = readFileSync(join(game.folder, file), 'utf8')
  t.equal((await game.build({ frozenLayouts: 'all' })).status, 'done', 'it fits')

  game.write({
    'art/orc/b.png': noisePng(60, 60, 9),
    'art/orc/c.png': null,
    'art/orc/d.png': noisePng(9, 9, 8)
  })
  const refused = {
    code: 'ATLAS_LAYOUT_FROZEN',
    details: { set: 'units/orc', file, added: 1, removed: 1, moved: 1 }
  }
  await t.rejects(game.build({ frozenLayouts: 'all' }), refused)
  await t.rejects(game.build({ frozenLayouts: 'all', isDryRun: false }), refused)
  t.equal(readFileSync(join(game.folder, file), 'utf8'), before)

  const git = (...args: string[]) => execFileSync('git', args, { cwd: game.folder, stdio: 'pipe' })
  git('init', '-q')
  const tracked = { frozenLayouts: 'tracked', environment: { PATH: process.env.PATH } } as const
  git('add', file)
  await t.rejects(game.build(tracked), refused, 'version control knows it')
  await t.rejects(game.build({ ...tracked, environment: { PATH: '' } }), refused, 'nobody can ask git')
  git('rm', '-q', '--cached', file)
  t.equal((await game.build(tracked)).status, 'done', 'version control does not know it')
  game.write({ [file]: null })
  await t.rejects(
    game.build({ frozenLayouts: 'all' }),
    { code: 'ATLAS_LAYOUT_FROZEN' },
    'none is none that fits'
  )
})

const hasSvn = spawnSync('svn', ['--version', '--quiet']).status === 0

t.test(
  'a layout that svn knows is frozen',
  { skip: hasSvn ? false : 'Debian package subversion' },
  async t => {
    const game = project(t, { layout: 'stable' })
    game.write(orc)
    await game.build()
    const store = join(game.home, 'store')
    execFileSync('svnadmin', ['create', store])
    const svn = (...args: string[]) =>
      execFileSync('svn', ['--non-interactive', ...args], { cwd: game.folder, stdio: 'pipe' })
    svn('checkout', '-q', `file://${store}`, '.')
    const file = 'packline-layouts/units/orc.json'
    const tracked = { frozenLayouts: 'tracked', environment: { PATH: process.env.PATH } } as const
    const grow = (size: number) => game.write({ 'art/orc/d.png': noisePng(size, size, 8) })

    grow(9)
    t.equal((await game.build(tracked)).status, 'done', 'svn does not know it')
    svn('add', '-q', '--parents', file)
    grow(30)
    await t.rejects(game.build(tracked), { code: 'ATLAS_LAYOUT_FROZEN' }, 'it is added')
    svn('commit', '-q', '-m', 'layout', 'packline-layouts')
    await t.rejects(game.build(tracked), { code: 'ATLAS_LAYOUT_FROZEN' }, 'it is committed')
    game.write({ [file]: null })
    await t.rejects(game.build(tracked), { code: 'ATLAS_LAYOUT_FROZEN' }, 'it is committed, and missing')
  }
)

function framesOf (game: TestProject): Record<string, string> {
  const plist = readFileSync(join(game.folder, 'out/units/orc.plist'), 'utf8')
  return Object.fromEntries(
    [...plist.matchAll(/<key>(\d\d\.png)<\/key>[^]*?<key>textureRect<\/key>\s*<string>([^<]*)/g)].map(
      match => [match[1]!, match[2]!]
    )
  )
}

t.test('bad input: one clear error with the file, nothing published', async t => {
  const cut = orc['art/orc/a.png'].subarray(0, 300)
  const jpeg = await sharp(orc['art/orc/a.png']).jpeg().toBuffer()
  const bomb = await sharp({ create: { width: 14_000, height: 14_000, channels: 4, background: '#0000' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const cases: Array<[string, Record<string, Buffer>, string]> = [
    ['a truncated PNG', { 'art/orc/x.png': cut }, 'IMAGE_TRUNCATED'],
    ['a PNG that is a JPEG', { 'art/orc/x.png': jpeg }, 'IMAGE_WRONG_FORMAT'],
    ['a 0-byte file', { 'art/orc/x.png': Buffer.alloc(0) }, 'IMAGE_EMPTY'],
    ['a bomb', { 'art/orc/x.png': bomb }, 'IMAGE_TOO_LARGE'],
    ['a sprite larger than a page', { 'art/orc/x.png': noisePng(300, 20, 5) }, 'ATLAS_SPRITE_TOO_LARGE'],
    [
      'a sprite between maxSize and its power of two',
      { 'art/orc/x.png': noisePng(140, 20, 5) },
      'ATLAS_SPRITE_TOO_LARGE'
    ],
    ['two sprites with one name', { 'art/elf/a.png': png(4, 4) }, 'ATLAS_DUPLICATE_FRAME']
  ]
  for (const [what, files, code] of cases) {
    const game = project(t, { maxSize: 200, sizeConstraint: 'pot' })
    game.write({ ...orc, ...files })
    const error = await game.build().then(() => undefined, (thrown: PacklineError) => thrown)
    t.equal(error?.code, code, what)
    t.match(JSON.stringify(error?.details), /art\/(orc|elf)\/[xa].png/, `${what} names the file`)
    t.same(game.outputs(), {}, `${what} publishes nothing`)
  }
})

t.test('pages are protected by a key from the environment, which no key of an action holds', async t => {
  const game = project(t)
  game.write(orc)
  const protect = (options: Record<string, unknown>): void => {
    game.rules({ ...rule, options: { contentProtection: 'ART_KEY', textureFormat: 'pvr.ccz', ...options } })
  }
  const key = '00112233445566778899aabbccddeeff'
  protect({ textureFormat: 'png' })
  await t.rejects(game.build({ environment: { ART_KEY: key } }), { code: 'ATLAS_CONTENT_FORMAT' })
  protect({})
  for (const environment of [{}, { ART_KEY: `${key}0` }]) {
    await t.rejects(game.build({ environment }), {
      code: 'ATLAS_CONTENT_KEY',
      details: { variable: 'ART_KEY' }
    })
  }
  await game.build({ environment: { ART_KEY: key } })
  const page = (): string => readFileSync(join(game.folder, 'out/units/orc.pvr.ccz'), 'latin1')
  t.equal(page().slice(0, 4), 'CCZp')
  const first = page()
  const again = await game.build({ environment: { ART_KEY: key.replaceAll('0', '1') } })
  t.not(page(), first, 'another key, another page')
  t.notMatch(JSON.stringify(again), /1122334455/)
})

t.test('with keepGoing every error is told', async t => {
  const game = project(t, { maxSize: 256 })
  game.write({ ...orc, 'art/orc/x.png': Buffer.alloc(0), 'art/elf/y.png': noisePng(300, 20, 5) })
  const error = await game.build({ keepGoing: true }).then(() => undefined, (thrown: PacklineError) => thrown)

  t.equal(error?.code, 'RUN_FAILED')
  t.same((error?.details.errors as PacklineError[] | undefined)?.map(each => each.code).sort(), [
    'ATLAS_SPRITE_TOO_LARGE',
    'IMAGE_EMPTY'
  ])
  t.same(game.outputs(), {})
})

t.test('odd but legal pictures are converted', async t => {
  const source = sharp(orc['art/orc/a.png'])
  const game = project(t)
  game.write({
    'art/orc/grey.png': await source.clone().greyscale().png().toBuffer(),
    'art/orc/sixteen.png': await source.clone().toColourspace('rgb16').png().toBuffer(),
    'art/orc/indexed.png': await source.clone().png({ palette: true }).toBuffer(),
    'art/orc/interlaced.png': await source.clone().png({ progressive: true }).toBuffer(),
    'art/orc/photo.jpg': await source.clone().jpeg().toBuffer(),
    'art/orc/empty.png': png(10, 12, [0, 0, 0, 0])
  })
  await game.build()

  const plist = readFileSync(join(game.folder, 'out/units/orc.plist'), 'utf8')
  t.match(
    plist,
    /empty\.png[^]*?<key>spriteOffset<\/key>\s*<string>\{0,0\}[^]*?<key>spriteSize<\/key>\s*<string>\{2,2\}[^]*?<key>spriteSourceSize<\/key>\s*<string>\{10,12\}/,
    'nothing to see, and yet a whole offset'
  )
  t.equal([...plist.matchAll(/<key>textureRect<\/key>/g)].length, 6)
})

t.test('a sprite that is deleted or rewritten during the run ends it; the next run is right', async t => {
  for (const change of [null, noisePng(20, 30, 50)]) {
    const game = project(t)
    // More bytes than a scan keeps, so that sprites are read again for rendering.
    game.write({ ...orc })
    let isChanged = false
    const run = game.build({
      emit: event => {
        if (event.type !== 'scanned' || isChanged) return
        isChanged = true
        game.write({ 'art/orc/a.png': change })
      }
    })
    await run.catch((error: unknown) => {
      t.match(error, { code: 'SCAN_FILE_CHANGED' })
    })
    await game.build()
    const fresh = project(t)
    fresh.write({ ...orc, ...change !== null && { 'art/orc/a.png': change } })
    if (change === null) rmSync(join(fresh.folder, 'art/orc/a.png'))
    await fresh.build()
    t.same(game.outputs(), fresh.outputs())
  }
})

t.test('names that differ only in case are an error: they are one file on a Mac', async t => {
  const game = project(t)
  game.write({ 'art/orc/A.png': noisePng(5, 5, 1), 'art/orc/a.png': noisePng(6, 6, 2) })
  await t.rejects(game.build(), {
    code: 'SCAN_NAMES_DIFFER_IN_CASE',
    details: { files: 'art/orc/A.png, art/orc/a.png' }
  })
  t.same(game.outputs(), {})
})
