import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { english } from '../messages/testing/english.js'
import { SigningTools } from './signing-tools.js'
import { makeGame, summary } from './testing/game.js'
import type { Game } from './testing/game.js'
import { manifestOf } from './testing/made-manifest.js'
import { temporaryFolder, zipOf } from './testing/zips.js'

// Stand-ins: Apple's codesign runs on a Mac only, and what is looked at here is who is called, how, and how
// often at once.

const plist =
  '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>CFBundleIdentifier</key><string>com.example.game</string></dict></plist>'
const app = 'Payload/Game.app'
const withParts = zipOf({
  [`${app}/Info.plist`]: Buffer.from(plist),
  [`${app}/Game`]: randomBytes(100),
  [`${app}/Frameworks/Engine.framework/Engine`]: randomBytes(100),
  [`${app}/Frameworks/libz.dylib`]: randomBytes(100),
  [`${app}/PlugIns/Push.appex/Push`]: randomBytes(100),
  [`${app}/PlugIns/Push.appex/Frameworks/Deep.framework/Deep`]: randomBytes(100)
})
const ios = {
  baselines: { ios: { type: 'ipa', path: 'game.ipa' } },
  platforms: { ios: { baseline: 'ios', signing: 'apple' } },
  signing: { apple: { identity: 'Apple Distribution: Example', entitlements: 'game.entitlements' } },
  edits: [{
    plist: '{app}/Info.plist',
    set: {
      CFBundleIdentifier: 'com.example.gray',
      CFBundleShortVersionString: '{version}',
      CFBundleVersion: '{build}'
    }
  }]
}

function appleGame (
  t: Parameters<typeof makeGame>[0],
  codesign: string
): { game: Game, environment: Record<string, string> } {
  const game = makeGame(t)
  game.write({ 'game.ipa': withParts, 'game.entitlements': plist, 'apple.p12': 'key' })
  game.script('bin/codesign', `#!/bin/sh\nPATH=/usr/bin:/bin\n${codesign}`)
  game.define(ios)
  return { game, environment: { PATH: game.path('bin'), APPLE_PASSWORD: 'apple-secret', SECRET: 'x' } }
}

t.test('codesign (a stand-in) signs what is inside before what holds it, with entitlements for the application alone, and verifies', async t => {
  const { game, environment } = appleGame(t, 'D=$(dirname "$0")\necho "$@" >> "$D/calls"; env >> "$D/seen"\n')
  t.match((await game.build({ environment })).rows, [{ state: 'made', signature: 'signed' }])
  const calls = game.read('bin/calls').toString().trim().split('\n').map(line =>
    line.replace(/\S*\.app(?=\/|$)/g, 'APP').replace(/\S*game\.entitlements/, 'ENTITLEMENTS')
  )
  const sign = '--force --sign Apple Distribution: Example'
  t.same(calls, [
    `${sign} APP/Frameworks/Engine.framework`,
    `${sign} APP/Frameworks/libz.dylib`,
    `${sign} APP/PlugIns/Push.appex/Frameworks/Deep.framework`,
    `${sign} APP/PlugIns/Push.appex`,
    `${sign} --entitlements ENTITLEMENTS APP`,
    '--verify --strict --deep APP'
  ])
  t.notMatch(game.read('bin/seen').toString(), /SECRET/)
})

t.test('codesign (a stand-in) that fails is one clear error, and never a package', async t => {
  for (
    const [script, code] of [
      ['echo "Apple Distribution: Example: no identity found" >&2; exit 1', 'PACKAGE_KEY_MISSING'],
      ['echo "errSecInternalComponent" >&2; exit 1', 'PACKAGE_SIGNING_FAILED'],
      [
        '[ "$1" = --verify ] || exit 0; echo "a sealed resource is missing" >&2; exit 1',
        'PACKAGE_SIGNING_FAILED'
      ]
    ] as const
  ) {
    const { game, environment } = appleGame(t, script)
    t.same(summary(await game.build({ environment })), { ios: code }, script)
    t.same(game.outputs(), ['packages.json'])
  }
})

t.test('keys that the tools found here cannot use leave the row unsigned, with the reason', async t => {
  const { game, environment } = appleGame(t, 'exit 9')
  game.define({ ...ios, signing: { apple: { p12: 'file:apple.p12', password: 'env:APPLE_PASSWORD' } } })
  t.match(english((await game.build({ environment })).rows), [{
    state: 'made',
    signature: 'unsigned',
    unsignedReason: 'rcodesign was not found'
  }])
  game.script(
    'tools/rcodesign',
    '#!/bin/sh\necho "Error: incorrect password given when decrypting PFX data" >&2\nexit 1\n'
  )
  t.same(
    summary(
      await game.build({ environment: { ...environment, PATH: game.path('tools') }, version: '1.4.1' })
    ),
    { ios: 'PACKAGE_KEY_PASSWORD' }
  )
  game.define(ios)
  t.match(
    english(
      (await game.build({ environment: { ...environment, PATH: game.path('tools') }, version: '1.4.2' })).rows
    ),
    [{ signature: 'unsigned', unsignedReason: 'codesign was not found' }]
  )
})

t.test('apksigner is taken from PATH, else from the newest build tools of ANDROID_HOME or ANDROID_SDK_ROOT', async t => {
  const folder = temporaryFolder(t)
  const standIn = (name: string, scheme: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\necho "Verified using ${scheme} scheme (a stand-in): true"\n`
    )
    chmodSync(join(folder, name), 0o755)
  }
  standIn('sdk/build-tools/9.0.0/apksigner', 'v1')
  standIn('sdk/build-tools/34.0.0/apksigner', 'v2')
  mkdirSync(join(folder, 'sdk/build-tools/35.0.0'))
  standIn('bin/apksigner', 'v3')
  const [sdk, bin] = [join(folder, 'sdk'), join(folder, 'bin')]
  const found = async (environment: Record<string, string>): Promise<string[] | undefined> =>
    await new SigningTools(environment).apk?.verify(folder, 'x', new AbortController().signal)
  t.same(await found({ PATH: '/nowhere', ANDROID_HOME: sdk }), ['v2'])
  t.same(await found({ PATH: '/nowhere', ANDROID_HOME: '', ANDROID_SDK_ROOT: sdk }), ['v2'])
  t.same(await found({ PATH: bin, ANDROID_HOME: sdk }), ['v3'])
  t.equal(await found({ PATH: '/nowhere', ANDROID_HOME: folder }), undefined)
  t.throws(() => new SigningTools({ PATH: '/nowhere' }).requireApk(), { code: 'TOOL_NOT_FOUND' })
})

/** Two rows that each need a signer; `script` is run while one signs. */
function signedGame (t: Parameters<typeof makeGame>[0], memoryMb: number, script: string): Game {
  const game = makeGame(t)
  game.write({
    'app.apk': zipOf({ 'AndroidManifest.xml': manifestOf() }),
    'key.jks': 'key',
    'a.txt': 'a',
    'b.txt': 'b'
  })
  game.script(
    'bin/apksigner',
    `#!/bin/sh
PATH=/usr/bin:/bin
cd "$(dirname "$0")"
for word; do case "$word" in -J*) shift;; *) break;; esac; done
case " $* " in *" verify "*) printf 'Verified using v2 scheme (x): true\\nVerified using v3 scheme (x): true\\n'; exit 0;; esac
${script}
while [ $# -gt 1 ]; do [ "$1" = --out ] && out=$2; shift; done
cp "$1" "$out"
`
  )
  game.define({
    limits: { freeDiskMb: 0, memoryMb, jobs: 2 },
    baselines: { android: { type: 'apk', path: 'app.apk' } },
    platforms: { android: { baseline: 'android', signing: 'release', stamp: false } },
    channels: { a: {}, b: {} },
    signing: { release: { keystore: 'file:key.jks', alias: 'a', password: 'env:PASSWORD' } },
    edits: ['a', 'b'].map(name => ({ when: { channels: [name] }, put: 'assets/x.txt', from: `${name}.txt` }))
  })
  return game
}

t.test('signers share the memory that a build may take: as many at once as fit into it', async t => {
  const made = { 'android/a': 'repack made', 'android/b': 'repack made' }
  const environment = (game: Game): Record<string, string> => ({ PATH: game.path('bin'), PASSWORD: 'p' })
  // Each waits for the other: only two at once come to an end.
  const wide = signedGame(
    t,
    1024,
    'if mkdir first 2> /dev/null; then mkfifo gate 2> /dev/null; read -r word < gate; else while [ ! -p gate ]; do :; done; echo go > gate; fi'
  )
  t.same(
    summary(await wide.build({ environment: environment(wide), signal: AbortSignal.timeout(30_000) })),
    made
  )
  const narrow = signedGame(
    t,
    256,
    'mkdir busy || exit 1\nfor name in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do ls > /dev/null; done\nrmdir busy'
  )
  t.same(summary(await narrow.build({ environment: environment(narrow) })), made, 'one after the other')
})
