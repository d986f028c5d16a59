import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { english } from '../../messages/testing/english.js'
import { apksignerVerify } from '../testing/android.js'
import { environment, makeApkGame, packages, skip, stampIn } from '../testing/apk-game.js'
import type { Game } from '../testing/game.js'
import { manifestOf } from '../testing/made-manifest.js'
import { readBytes, temporaryFolder, unzipped, zipOf } from '../testing/zips.js'

const activity = { name: 'activity', android: { name: '.Main' } }

/**
 * A stand-in for a tool that hardens packages. As the public descriptions of 360, Tencent and Bangcle say: it
 * puts its own class in place of the application's (com.stub.StubApp) and its own dex in place of the game's,
 * adds a library, and packs everything anew, all deflated and nothing aligned or signed; as
 * `jiagu.jar -jiagu INPUT FOLDER` it gives its output a name of its own. tools/does.json makes it worse.
 */
const standIn = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs')
const { unzipSync, zipSync } = require(${JSON.stringify(createRequire(import.meta.url).resolve('fflate'))})
const [input, folder] = process.argv.slice(2)
const { fails, idle, drops = [], names = ['7_jiagu.apk'], text } = JSON.parse(readFileSync('tools/does.json'))
appendFileSync('runs', 'run ')
console.log('logged in with', process.env.JIAGU_PASSWORD)
if (fails) process.exit(2)
const files = unzipSync(readFileSync(input))
if (!idle) {
  files['AndroidManifest.xml'] = readFileSync('tools/hardened.xml')
  files['assets/classes0.jar'] = files['classes.dex']
  files['classes.dex'] = Buffer.from('the shell')
  files['assets/libjiagu.so'] = Buffer.from('the library')
}
for (const name of drops) delete files[name]
for (const name of names) writeFileSync(folder + '/' + name, text ?? zipSync(files, { level: 9 }))
`
const hardening = {
  command: ['node', 'tools/jiagu.cjs', '{input}', '{folder}'],
  inputs: ['tools/'],
  environment: ['PATH', 'JIAGU_PASSWORD'],
  version: '3.1',
  produces: '*_jiagu.apk',
  adds: ['com.stub.*']
}
const ofTool = { android: { name: 'com.stub.StubApp' }, children: [activity] }

function hardenedGame (made: Game): Game {
  made.write({
    'app.apk': zipOf({
      'AndroidManifest.xml': manifestOf({ application: { children: [activity] } }),
      'resources.arsc': Buffer.from('resources '.repeat(501)),
      'classes.dex': Buffer.from('the game'),
      'assets/a.txt': Buffer.from('hello')
    }),
    'tools/jiagu.cjs': standIn,
    'tools/does.json': '{}',
    'tools/hardened.xml': manifestOf({ application: ofTool })
  })
  return made
}

t.test(
  'packages are hardened once for all channels, between edits and signature, and what is left undone is put right',
  {
    skip
  },
  async t => {
    const { define, build, plan, path, read, events } = hardenedGame(makeApkGame(t))
    const given = { ...environment, JIAGU_PASSWORD: 'hunter22' }
    const order = (change: object, rest: object = {}): void => {
      define({
        ...packages,
        ...rest,
        platforms: {
          android: { baseline: 'android', signing: 'release', hardening: { ...hardening, ...change } }
        }
      })
    }
    order({})
    t.match(english(await plan()), {
      hardening: { packages: 1, kept: 0, estimateMs: 60_006 },
      rows: [{ way: 'repack', why: ['only its hardening changes it', /hardened .*: node, version 3.1/] }, {}]
    })

    const { rows, status } = await build({ environment: given })

    t.equal(status, 'done', JSON.stringify(rows))
    t.equal(read('runs').toString(), 'run ')
    for (const { file, channel, warnings } of rows) {
      t.equal(spawnSync('zipalign', ['-c', '-p', '4', path(file!)]).status, 0, 'aligned')
      t.same((await stampIn(path(file!)))?.channel, channel)
      t.equal(Buffer.from(unzipped(read(file!))['classes.dex']!).toString(), 'the shell')
      t.same(warnings, [{ code: 'hardeningMended', rules: 'arsc-compressed' }])
    }
    t.equal(apksignerVerify(path(rows[0]!.file!)).status, 0)
    const [told] = events.filter(({ type }) => type === 'hardened')
    t.match(told, { platform: 'android', log: /android-[0-9a-f]{16}\.log$/ })
    t.equal(told?.type === 'hardened' && readFileSync(told.log, 'utf8'), 'logged in with ***\n')

    t.match((await build({ environment: given })).rows, [{ state: 'reused' }, { state: 'reused' }])
    order({}, {
      channels: { google: {} },
      signing: {
        release: {
          ...packages
            .signing
            .release,
          schemes: ['v2']
        }
      }
    })
    t.match(
      await build({ environment: given, isDryRun: true }),
      { rows: [{ way: 'repack' }], hardening: { packages: 1, kept: 1 } },
      'for another signature'
    )
    order({ version: '3.2' })
    t.match((await plan()).rows[0]!.why.join(), /tool hardening changed from "?3.1"? to "?3.2/)
  }
)

t.test('a tool that fails, writes nothing, changes nothing, or too much, is an error of its own', async t => {
  const { define, build, read, write } = hardenedGame(makeApkGame(t))
  const given = { PATH: process.env.PATH, JIAGU_PASSWORD: 'hunter22' }
  const result = async (does: object, change: object = {}) => {
    define({
      baselines: packages.baselines,
      platforms: {
        android: {
          baseline: 'android',
          config: { in: 'entry', path: 'assets/packline.json' },
          hardening: { ...hardening, ...change }
        }
      }
    })
    write({ 'tools/does.json': JSON.stringify(does) })
    const { rows: [row] } = await build({ environment: given })
    t.notMatch(JSON.stringify(row), 'hunter22')
    return row
  }
  const error = async (does: object, change?: object) => (await result(does, change))?.error
  t.match(await error({ fails: true }), {
    code: 'PACKAGE_HARDENING_FAILED',
    details: { status: 'exit status 2', reason: 'logged in with ***', log: /\.log$/ }
  })
  t.match(await error({ names: [] }), { code: 'PACKAGE_HARDENING_NO_OUTPUT', details: { found: '–' } })
  t.match(await error({ names: ['1_jiagu.apk', '2_jiagu.apk'] }), { code: 'PACKAGE_HARDENING_NO_OUTPUT' })
  t.match(await error({ text: '' }), { code: 'PACKAGE_HARDENING_NO_OUTPUT' })
  t.match(await error({ text: '<html>503</html>' }), { code: 'PACKAGE_NOT_ZIP' })
  t.match(await error({ idle: true }), { code: 'PACKAGE_HARDENING_UNCHANGED' })
  t.match(await error({ drops: ['assets/packline.json'] }), {
    code: 'PACKAGE_HARDENING_DIFFERS',
    details: { differences: [{ key: 'hardening.entryGone', parameters: { entry: 'assets/packline.json' } }] }
  })
  t.match(await error({}, { adds: [] }), {
    details: {
      differences: [{
        key: 'hardening.field',
        parameters: { field: 'application name', is: 'com.stub.StubApp' }
      }]
    }
  })
  write({
    'tools/hardened.xml': manifestOf({
      targetSdk: 26,
      application: { ...ofTool, children: [{ name: 'receiver', android: { name: 'com.other.Receiver' } }] }
    })
  })
  t.match(await error({}), {
    code: 'PACKAGE_HARDENING_DIFFERS',
    details: {
      differences: [
        { key: 'hardening.field', parameters: { field: 'targetSdkVersion', was: '34', is: '26' } },
        { key: 'hardening.gone', parameters: { element: 'activity', name: 'com.example.game.Main' } },
        { key: 'hardening.added', parameters: { element: 'receiver', name: 'com.other.Receiver' } }
      ]
    }
  })
  write({ 'tools/hardened.xml': manifestOf({ application: ofTool }) })
  const made = await result({})
  t.match(made, { state: 'made', signature: 'unsigned', findings: [] })
  const { entries } = await readBytes(temporaryFolder(t), read(made!.file!))
  t.equal(entries.find(({ name }) => name === 'resources.arsc')?.method, 0)
})
