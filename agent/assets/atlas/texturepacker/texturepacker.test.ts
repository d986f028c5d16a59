import { existsSync, readFileSync, utimesSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { atlasOptions } from '../../../config/atlas-rule-schema.js'
import { PacklineError } from '../../../errors.js'
import type { Lease, Limiter } from '../../../licence/lease.js'
import { english } from '../../../messages/testing/english.js'
import { encodePage } from '../../pictures/encode.js'
import { createPicture } from '../../pictures/picture.js'
import type { BuildSettings } from '../../run/run-settings.js'
import type { StandIn } from './testing/stand-in.js'
import { effects, fixture, orcs, png, solid, tps } from './testing/texturepacker-fixture.js'

// All of these run a stand-in for TexturePacker (testing/texturepacker-stand-in.mjs), not the licensed
// program itself.

t.test('a folder is packed by TexturePacker under one lease, and not again', async t => {
  const { game, tool, build, rule, leases, text } = fixture(t)
  orcs(game)
  rule({
    maxSize: 1024,
    padding: 3,
    border: 1,
    extrude: 2,
    rotation: false,
    trimThreshold: 7,
    trimMargin: 4,
    sizeConstraint: 'pot',
    alias: false,
    premultiplyAlpha: true,
    pixelFormat: 'RGBA4444',
    dither: 'atkinson'
  })

  const first = await build()
  const second = await build()

  t.same(first.written, ['out/units/orc.plist', 'out/units/orc.png'])
  t.match(text('units/orc.plist'), '<key>deep/-x.png</key>')
  t.match(text('units/orc.plist'), '<string>orc.png</string>')
  t.match(second, { actions: { executed: 0, cached: 2 }, written: [] })
  t.equal(leases(), 1)
  t.equal(tool.versionRuns(), 1)
  const [run] = tool.runs()
  t.same(run?.args, [
    './in/.',
    '--sheet',
    './out/orc.png',
    '--data',
    './out/orc.plist',
    '--format',
    'cocos2d-x',
    '--texture-format',
    'png',
    '--opt',
    'RGBA4444',
    '--max-size',
    '1024',
    '--size-constraints',
    'POT',
    '--algorithm',
    'MaxRects',
    '--maxrects-heuristics',
    'Best',
    '--pack-mode',
    'Good',
    '--shape-padding',
    '3',
    '--border-padding',
    '1',
    '--extrude',
    '2',
    '--disable-rotation',
    '--trim-mode',
    'Trim',
    '--trim-threshold',
    '8',
    '--trim-margin',
    '4',
    '--alpha-handling',
    'PremultiplyAlpha',
    '--disable-auto-alias',
    '--dither-type',
    'Atkinson'
  ])
})

t.test('TexturePacker sees nothing of the environment but what it needs', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({})
  await build({
    environment: {
      ...tool.environment,
      JENKINS_TOKEN: 'secret',
      TP_FLOATING_LICENSE: 'seat',
      LD_PRELOAD: '/nowhere.so'
    }
  })

  const seen = Object.keys(tool.runs()[0]!.environment)
  t.ok(seen.includes('TP_FLOATING_LICENSE'))
  t.notOk(seen.some(name => ['JENKINS_TOKEN', 'LD_PRELOAD'].includes(name)))
})

t.test('one changed sprite packs its set anew, and --explain says so; a new version packs all', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  game.write({ 'art/units/elf/b.png': png(3, 3) })
  rule({})
  await build()
  game.write({ 'art/units/orc/a.png': png(4, 4, 9) })
  const changed = await build()
  tool.control({ version: '7.5.1' })
  utimesSync(tool.file, new Date(), new Date())
  const upgraded = await build()

  t.same(english(changed.why), [{
    ...changed.why[0],
    action: 'units/orc sheets',
    reasons: ['input a.png changed']
  }])
  t.equal(
    upgraded
      .why
      .filter(({ reasons }) =>
        reasons.some(reason => String(reason) === 'tool TexturePacker changed from "7.4.0" to "7.5.1"')
      )
      .length,
    2
  )
})

t.test('the same inputs give the same bytes, whatever TexturePacker notes about its run', async t => {
  const { game, build, rule } = fixture(t)
  orcs(game)
  rule({})
  await build()
  const first = game.outputs()
  game.write({ out: null })
  await build({ home: `${game.home}-2` })

  t.same(game.outputs(), first)
})

t.test('scales, formats, several pages and frame names become options and file names', async t => {
  const { game, tool, build, rule, text } = fixture(t)
  orcs(game)
  rule({
    scales: [1, 0.5],
    format: 'json',
    multipack: true,
    maxSize: 16,
    frameName: '{dir}_{name}',
    textureFormat: 'webp',
    quality: 100,
    trim: false
  })
  // The stand-in writes PNG whatever it is asked for.
  await t.rejects(build(), { code: 'TEXTUREPACKER_FAILED', details: { reason: /no whole picture/ } })
  rule({
    scales: [1, 0.5],
    format: 'json',
    multipack: true,
    maxSize: 16,
    frameName: '{dir}_{name}',
    textureFormat: 'png8',
    trim: false
  })
  const report = await build({ profile: 'release' })

  t.same(report.written, [
    'out/units/orc-0.json',
    'out/units/orc-0.png',
    'out/units/orc@0.5x-0.json',
    'out/units/orc@0.5x-0.png'
  ])
  t.match(JSON.parse(text('units/orc-0.json')), {
    frames: { 'orc_-x': {}, orc_a: {}, 'orc_步 1': {} },
    meta: { image: 'orc-0.png' }
  })
  const half = tool.runs().find(({ args }) => args.includes('./out/orc@0.5x-{n}.png'))?.args.join(' ')
  t.match(half, '--format json --texture-format png8')
  t.match(half, '--pack-mode Best')
  t.match(
    half,
    '--trim-mode None --alpha-handling KeepTransparentPixels --multipack --scale 0.5 --dither-type PngQuantHigh --trim-sprite-names'
  )
})

t.test('sprites that do not fit one page are an error unless multipack is on', async t => {
  const { game, build, rule } = fixture(t)
  game.write({ 'art/units/orc/a.png': png(10, 4), 'art/units/orc/b.png': png(10, 4, 2) })
  rule({ maxSize: 16 })
  await t.rejects(build(), {
    code: 'TEXTUREPACKER_FAILED',
    details: { reason: 'Not all sprites could be packed into the texture!' }
  })
  rule({ maxSize: 16, multipack: true })
  t.same((await build()).written, [
    'out/units/orc-0.plist',
    'out/units/orc-0.png',
    'out/units/orc-1.plist',
    'out/units/orc-1.png'
  ])
})

t.test('pages have the names and the number that the rule wants, whatever TexturePacker writes', async t => {
  const { game, tool, build, rule } = fixture(t)
  game.write({ 'art/units/orc/a.png': png(10, 4), 'art/units/orc/b.png': png(10, 4, 2) })
  rule({ maxSize: 32, pages: 'numbered' })
  t.same((await build()).written, ['out/units/orc-0.plist', 'out/units/orc-0.png'])
  t.ok(tool.runs()[0]?.args.includes('--multipack'))
  rule({ maxSize: 32, pages: 'single' })
  t.same((await build()).written, ['out/units/orc.plist', 'out/units/orc.png'])
  rule({ pages: 'single', multipack: true })
  await t.rejects(build(), { code: 'TEXTUREPACKER_PAGES', details: { where: 'multipack' } })
  rule({ pages: 'single', maxSize: 16 })
  await t.rejects(build(), { code: 'TEXTUREPACKER_FAILED', details: { reason: /Not all sprites/ } })
  tool.control({ writesBesides: 'orc-2.plist' })
  rule({ pages: 'numbered', maxSize: 33 })
  await t.rejects(build(), {
    code: 'TEXTUREPACKER_FAILED',
    details: { reason: 'it wrote orc-0.plist, orc-2.plist; expected orc-1.plist' }
  })
  rule({ maxSize: 32 })
  await t.rejects(build(), {
    code: 'TEXTUREPACKER_FAILED',
    details: { reason: 'it wrote orc-2.plist; expected orc.plist' }
  })
})

t.test('square and fixed pages and polygons are asked for in its own words', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({ maxSize: 100, sizeConstraint: 'pot', pageShape: 'fixed', mesh: true })
  await build()
  const args = tool.runs()[0]?.args.join(' ')
  t.match(args, '--max-size 64 --size-constraints POT --width 64 --height 64 --algorithm')
  t.match(args, '--disable-rotation --trim-mode Polygon')
  rule({ pageShape: 'square' })
  await build()
  t.match(tool.runs()[1]?.args.join(' '), '--size-constraints AnySize --force-squared --algorithm')
  rule({ mesh: true, format: 'json' })
  await t.rejects(build(), { code: 'ATLAS_MESH_FORMAT' })
})

t.test('what single sprites have reaches TexturePacker in a project, and is looked for in its sheets', async t => {
  const { game, tool, build, rule, text } = fixture(t)
  orcs(game)
  const pivot = { x: 0.25, y: 1 }
  const sprites = [{ include: ['**'], pivot: { x: 0.5, y: 0.75 }, extrude: 1 }, { include: ['a.png'], pivot }]
  rule({ sprites, format: 'cocos2d-3' })
  t.match(await build(), { warnings: [] })
  const [input, ...args] = tool.runs()[0]?.args ?? []
  t.equal(input, './packline.tps')
  t.match(args.join(' '), '--extrude 1')
  t.match(
    text('units/orc.plist'),
    /<key>a\.png<\/key><dict><key>aliases<\/key><array\/><key>anchor<\/key><string>\{0\.25,0\}/
  )
  t.equal(text('units/orc.plist').split('{0.5,0.25}').length, 3)
  t.match(await build(), { actions: { executed: 0 } })

  rule({ sprites, format: 'json' })
  await build()
  t.match(JSON.parse(text('units/orc.json')).frames['a.png'], { pivot })
  rule({ sprites: [{ include: ['a.png'], borders: { left: 1, top: 1, right: 1, bottom: 1 } }] })
  t.match(await build(), { warnings: [/nine-slice/] })
  t.match(tool.runs().at(-1)?.args.join(' '), '--disable-rotation --trim-mode None')

  const refused: Array<[Record<string, unknown>, string, Record<string, unknown>]> = [
    [{ sprites: [{ include: ['a.png'], trim: false }] }, 'TEXTUREPACKER_SPRITE_SETTING', { setting: 'trim' }],
    [{ sprites: [{ include: ['a.png'], rotation: false }] }, 'TEXTUREPACKER_SPRITE_SETTING', {
      setting: 'rotation'
    }],
    [{ sprites: [{ include: ['a.png'], extrude: 2 }] }, 'TEXTUREPACKER_SPRITE_SETTING', {
      setting: 'extrude'
    }],
    [{ sprites: [{ include: ['a.png'], pivot }] }, 'TEXTUREPACKER_SPRITE_SETTING', { setting: 'pivot' }],
    [{ sprites, format: 'cocos2d-2' }, 'TEXTUREPACKER_SETTING_FORMAT', { setting: 'pivot' }],
    [
      {
        sprites: [{ include: ['a.png'], borders: { left: 1, top: 1, right: 1, bottom: 1 } }],
        format: 'json'
      },
      'TEXTUREPACKER_SETTING_LOST',
      { setting: 'borders', frame: 'a.png', found: '–' }
    ]
  ]
  for (const [options, code, details] of refused) {
    rule(options)
    await t.rejects(build(), { code, details }, JSON.stringify(options))
  }
  tool.control({ losesPivot: 'a.png' })
  rule({ sprites, padding: 3 })
  await t.rejects(build(), {
    code: 'TEXTUREPACKER_SETTING_LOST',
    details: { setting: 'pivot', frame: 'a.png' }
  })
})

t.test('a key that protects pages is in no argument and no message, and its pages are proved', async t => {
  const { game, tool, build, rule } = fixture(t)
  const key = '00112233445566778899aabbccddeeff'
  const picture = createPicture(4, 4)
  picture.pixels.fill(200)
  game.write({ 'art/units/orc/a.png': solid(4, 4, [200, 200, 200, 200]) })
  const page = async (contentKey: string): Promise<string> => {
    const settings = {
      ...atlasOptions({ textureFormat: 'pvr.ccz' }),
      profile: 'fast',
      bleeds: false
    } as const
    const file = join(game.home, '../page')
    writeFileSync(file, (await encodePage(picture, { ...settings, contentKey }, 'page')).bytes)
    return file
  }
  rule({ textureFormat: 'pvr.ccz', contentProtection: 'GAME_KEY' })
  await t.rejects(build(), { code: 'ATLAS_CONTENT_KEY' })
  const environment = { ...tool.environment, GAME_KEY: key }
  tool.control({ sheet: await page(key), says: `TexturePacker:: warning: the key ${key}\n` })
  t.match(await build({ environment }), { warnings: [/the key \*\*\*/], written: { length: 2 } })
  const [run] = tool.runs()
  t.notMatch(JSON.stringify([run?.args, run?.environment]).toLowerCase(), key)
  game.write({ out: null })
  tool.control({ sheet: await page(key.replace('00', '01')) })
  await t.rejects(build({ environment, home: `${game.home}-2` }), {
    code: 'TEXTUREPACKER_FAILED',
    details: { reason: /another key/ }
  })
})

t.test('a set with nine-patch frames is neither trimmed nor turned, which is checked', async t => {
  const { game, tool, build, rule } = fixture(t)
  game.write({ 'art/units/orc/a.png': png(), 'art/units/orc/panel.9.png': png(9, 9) })
  rule({})
  const report = await build()
  t.match(tool.runs()[0]!.args.join(' '), '--disable-rotation --trim-mode None')
  t.match(report.warnings, [/nine-patch/])

  for (const spoilt of [{ trims: 'panel.9.png' }, { turns: 'panel.9.png' }]) {
    tool.control(spoilt)
    game.write({ 'art/units/orc/a.png': png(4, 4, Object.keys(spoilt)[0]!.length) })
    await t.rejects(build(), { code: 'TEXTUREPACKER_NINE_PATCH', details: { frame: 'panel.9.png' } })
  }
})

t.test('what TexturePacker does wrong fails the build, whatever its exit status, and is neither published nor cached', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({})
  const cases: Array<[Parameters<StandIn['control']>[0], string, RegExp?]> = [
    [{ demo: true }, 'TEXTUREPACKER_DEMO_OUTPUT'],
    [{ error: 'Cannot read sprite' }, 'TEXTUREPACKER_FAILED', /^Cannot read sprite$/],
    [{ status: 3, says: 'it broke\n' }, 'TEXTUREPACKER_FAILED', /exit status 3: it broke/],
    [{ writesNoSheet: true }, 'TEXTUREPACKER_FAILED', /expected a sheet and its description/],
    [{ namesTexture: 'other.png' }, 'TEXTUREPACKER_FAILED', /names other\.png, which it did not write/],
    [{ damagedData: true }, 'TEXTUREPACKER_FAILED', /cannot be read/],
    [{ says: `${'x'.repeat(3_000_000)}\nTexturePacker:: error: late` }, 'TEXTUREPACKER_FAILED', /^late$/]
  ]
  for (const [control, code, reason] of cases) {
    tool.control(control)
    const error = await build().catch((error: unknown) => error as PacklineError)
    t.match(error, { code, ...reason !== undefined && { details: { reason } } })
    t.same(game.outputs(), {})
  }
  tool.control({ leavesOut: 'a.png' })
  await t.rejects(build(), { code: 'TEXTUREPACKER_FRAMES', details: { missing: 'a.png' } })
  tool.control({})
  t.match(await build(), { written: { length: 2 }, actions: { executed: 1 } })
})

t.test('sprites that are not those of their pictures fail the build, whatever TexturePacker says', async t => {
  const { game, tool, build, rule } = fixture(t)
  const grey = (name: string): void => {
    game.write({
      'art/units/orc/a.png': solid(6, 5, [90, 100, 110, 255]),
      'art/units/orc/b.png': solid(3, 3, [250, 250, 250, 128]),
      'art/units/orc/x.png': png(4, 4, name.length)
    })
  }
  const formats = [
    {},
    { format: 'json' },
    { format: 'cocos2d-2', premultiplyAlpha: true },
    { format: 'json', premultiplyAlpha: true },
    { pixelFormat: 'RGBA4444', dither: 'none' },
    { scales: [0.5] }
  ]
  for (const options of formats) {
    rule(options)
    grey(JSON.stringify(options))
    tool.control({ reddens: 'b.png' })
    await t.rejects(build(), { code: 'TEXTUREPACKER_DEMO_OUTPUT' }, JSON.stringify(options))
    tool.control({ loses: 'a.png' })
    if (!('scales' in options)) {
      await t.rejects(
        build(),
        { code: 'TEXTUREPACKER_PIXELS', details: { frames: 'a.png' } },
        JSON.stringify(options)
      )
    }
    t.same(game.outputs(), {})
    tool.control({})
    t.match(await build(), { actions: { executed: 1 }, warnings: [] }, JSON.stringify(options))
    game.write({ out: null })
  }
})

t.test('a warning is passed on, every time', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({})
  tool.control({ says: 'TexturePacker:: warning: something odd with the key s3cret\n' })
  const environment = { ...tool.environment, TP_FLOATING_LICENSE: 's3cret' }
  for (const run of ['first', 'cached']) {
    t.same((await build({ environment })).warnings, [
      'units/orc: TexturePacker: something odd with the key ***'
    ], run)
  }
})

t.test('a machine without TexturePacker uses the cache only when the version is pinned', async t => {
  const { game, tool, build, rule, leases } = fixture(t)
  const without = { environment: { PATH: '/nowhere' } }
  orcs(game)
  rule({})
  await build()
  await t.rejects(build(without), { code: 'TOOL_NOT_FOUND', exitStatus: 3 })

  rule({ toolVersion: '7.4.0' })
  t.match(await build(without), { actions: { executed: 0 }, written: [] })
  t.equal(leases(), 1)
  game.write({ 'art/units/orc/a.png': png(4, 4, 9) })
  await t.rejects(build(without), { code: 'TOOL_NOT_FOUND' })
  await t.rejects(
    build({ environment: { ...tool.environment, PACKLINE_TEXTUREPACKER: '/nowhere/TexturePacker' } }),
    { code: 'TOOL_NOT_FOUND' }
  )
  rule({ toolVersion: '6.0.0' })
  await t.rejects(build(), {
    code: 'TEXTUREPACKER_VERSION',
    exitStatus: 3,
    details: { expected: '6.0.0', found: '7.4.0' }
  })
  t.match(
    await build({ environment: { PATH: '/nowhere', PACKLINE_TEXTUREPACKER: tool.file }, isDryRun: true }),
    { status: 'planned' }
  )
})

t.test('terms that were not accepted are said, not answered', async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({})
  tool.control({ asksForTerms: true })
  await t.rejects(build(), { code: 'TEXTUREPACKER_TERMS', exitStatus: 3 })
})

t.test('a run that is interrupted kills TexturePacker and what it started', async t => {
  for (const ignoresTermination of [false, true]) {
    const { game, tool, build, rule } = fixture(t)
    orcs(game)
    rule({})
    const started = join(game.folder, '../started')
    tool.control({ hang: true, started, ignoresTermination })
    const interrupt = new AbortController()
    const watcher = watch(join(game.folder, '..'), () => {
      if (existsSync(started) && readFileSync(started, 'utf8') !== '') interrupt.abort()
    })
    await t.rejects(build({ signal: interrupt.signal }), { name: 'AbortError' })
    watcher.close()
    t.throws(() => process.kill(Number(readFileSync(started, 'utf8')), 0), { code: 'ESRCH' })
    t.same(game.outputs(), {})
  }
})

t.test("one that hangs is killed after the rule's time", async t => {
  const { game, tool, build, rule } = fixture(t)
  orcs(game)
  rule({ toolTimeoutMs: 1000 })
  tool.control({ hang: true })
  await t.rejects(build(), { code: 'TEXTUREPACKER_FAILED', details: { reason: /did not end within 1 s/ } })
})

/** A limiter whose leases behave as `alter` says. */
function altered (real: () => Promise<Limiter>, alter: Partial<Lease>): () => Promise<Limiter> {
  return async () => {
    const limiter = await real()
    return {
      withLease: async (licence, use, options) =>
        await limiter.withLease(licence, async lease => await use({ ...lease, ...alter }), options),
      close: async () => {
        await limiter.close()
      }
    }
  }
}

t.test('what a limiter lets pass without proof that the seat was held is not published', async t => {
  const { game, build, rule, realLimiter } = fixture(t)
  orcs(game)
  rule({})
  const lost = async (): Promise<void> => {
    throw new PacklineError('LICENCE_LOST', { licence: 'texturepacker', reason: 'test' })
  }
  const careless = async (): Promise<Limiter> => {
    const limiter = await realLimiter()
    return {
      withLease: async (licence, use, options) =>
        await limiter.withLease(licence, async lease => {
          const result = use({ ...lease, assertValid: lost })
          return await result.catch(() => ({
            warnings: [],
            lease: {
              licence,
              device: lease.device,
              seat: lease.seat,
              epoch: lease.epoch
            }
          })) as Awaited<typeof result>
        }, options),
      close: async () => {
        await limiter.close()
      }
    }
  }

  await t.rejects(build({ limiter: careless }), {
    code: 'LICENCE_LOST',
    details: { reason: 'it was not held to the end' }
  })
  t.notOk(existsSync(join(game.folder, 'out')))
})

t.test('a seat that is lost during the work, or is not held at its end, publishes and caches nothing', async t => {
  const { game, tool, build, rule, realLimiter } = fixture(t)
  orcs(game)
  rule({})
  const lost = async (): Promise<void> => {
    throw new PacklineError('LICENCE_LOST', { licence: 'texturepacker', reason: 'test' })
  }
  await t.rejects(build({ limiter: altered(realLimiter, { assertValid: lost }) }), {
    code: 'LICENCE_LOST',
    exitStatus: 3
  })

  const gone = new AbortController()
  tool.control({ hang: true, started: join(game.folder, '../started') })
  const watcher = watch(join(game.folder, '..'), () => {
    if (existsSync(join(game.folder, '../started'))) gone.abort()
  })
  await t.rejects(build({ limiter: altered(realLimiter, { signal: gone.signal, assertValid: lost }) }), {
    code: 'LICENCE_LOST'
  })
  watcher.close()
  t.same(game.outputs(), {})
  tool.control({})
  t.match(await build(), { actions: { executed: 1 } })
})

t.test('a sprite that changes while TexturePacker is waited for is noticed', async t => {
  const { game, build, rule } = fixture(t)
  // What a .tps names is read again when it is staged.
  game.write({ 'art/e.tps': tps(['sparks']), 'art/sparks/a.png': png(4, 4, 1) })
  rule({}, effects)
  const emit: BuildSettings['emit'] = event => {
    if (event.type === 'action-started' && event.id === 'effects/e sheets') {
      game.write({ 'art/sparks/a.png': png(4, 4, 2) })
    }
  }
  await t.rejects(build({ emit }), { code: 'SCAN_FILE_CHANGED', details: { file: 'art/sparks/a.png' } })
})

t.test('names that TexturePacker would take for something else are refused', async t => {
  const { game, tool, build, rule } = fixture(t)
  game.write({ 'art/units/o{n}c/a.png': png() })
  rule({})
  await t.rejects(build(), { code: 'TEXTUREPACKER_FAILED', details: { reason: /braces/ } })
  game.write({ 'art/units/o{n}c': null, 'art/units/orc/a.png': png() })
  rule({ frameName: '../{name}' })
  await t.rejects(build(), { code: 'TEXTUREPACKER_FRAME_NAME', details: { frame: '../a' } })
  rule({ layout: 'stable' })
  await t.rejects(build(), { code: 'CONFIG_INVALID' })
  t.same(tool.runs(), [])
})
