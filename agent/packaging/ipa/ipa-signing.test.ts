import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { hasCode } from '../../errors.js'
import { readPropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { appWithParts, certificate, infoPlist, machO, p12, profile } from '../testing/apple.js'
import type { MadeProfile } from '../testing/apple.js'
import { makeGame } from '../testing/game.js'
import type { Game } from '../testing/game.js'
import { temporaryFolder, unzipped, zipOf } from '../testing/zips.js'
import { mergeEntitlements } from './entitlements.js'
import { readEntitlements } from './mach-o-entitlements.js'
import { parseProfile, profileFor } from './provisioning-profile.js'

const environment = { PATH: '/nowhere', APPLE: 'p12-secret' }
const signing = { p12: 'file:apple.p12', password: 'env:APPLE', profiles: ['profiles/*.mobileprovision'] }
const setId = (id: string): object => ({ plist: '{app}/Info.plist', set: { CFBundleIdentifier: id } })

/** A game with these profiles, and an edit so that its IPA is signed anew. */
function iosGame (t: Parameters<typeof makeGame>[0], profiles: MadeProfile[], ipa = appWithParts()): Game {
  const game = makeGame(t)
  game.write({ 'game.ipa': ipa, 'apple.p12': p12, 'a.txt': 'a' })
  for (const [index, each] of profiles.entries()) {
    game.write({ [`profiles/${index}.mobileprovision`]: profile(each) })
  }
  order(game)
  return game
}

function order ({ define }: Game, edits: object[] = [], rest: object = {}): void {
  define({
    baselines: { ios: { type: 'ipa', path: 'game.ipa' } },
    platforms: { ios: { baseline: 'ios', signing: 'apple' } },
    signing: { apple: { ...signing, ...rest } },
    edits: [{ put: '{app}/a.txt', from: 'a.txt' }, ...edits]
  })
}

const all: MadeProfile[] = [
  { bundle: 'com.example.game' },
  { bundle: 'com.example.*' },
  { bundle: 'com.example.game.watch' }
]

t.test('each bundle with an id of its own gets the profile for that id', async t => {
  const game = iosGame(t, all)
  const { rows: [row] } = await game.build({ environment })
  t.match(row, { state: 'made', way: 'repack', signature: 'unsigned' })
  const entries = unzipped(game.read(row!.file!))
  const held = (path: string): string =>
    parseProfile(Buffer.from(entries[`Payload/Game.app/${path}embedded.mobileprovision`] ?? []), path).name
  t.equal(held(''), 'for com.example.game')
  t.equal(held('PlugIns/Push.appex/'), 'for com.example.*')
  t.equal(held('Watch/Watch.app/'), 'for com.example.game.watch')
  t.notOk('Payload/Game.app/Frameworks/Engine.framework/embedded.mobileprovision' in entries)
  game.write({ 'profiles/0.mobileprovision': profile({ ...all[0]!, expires: new Date('2091-01-01') }) })
  t.match(await game.build({ environment, isDryRun: true }), {
    rows: [{ way: 'repack', why: [/entries change/, /embedded\.mobileprovision changed/] }]
  })
})

t.test('what Apple or a device would refuse is refused before any work', async t => {
  const game = iosGame(t, all)
  const refused = async (
    profiles: MadeProfile[],
    given: Parameters<Game['build']>[0] = {}
  ): Promise<unknown> => {
    game.remove('profiles')
    for (const [index, each] of profiles.entries()) {
      game.write({ [`profiles/${index}.mobileprovision`]: profile(each) })
    }
    const { rows: [row] } = await game.build({ environment, isDryRun: true, ...given })
    return row?.error
  }
  const [app, others, watch] = all as [MadeProfile, MadeProfile, MadeProfile]
  t.equal(await refused(all), undefined)
  t.match(await refused([app]), {
    code: 'PACKAGE_PROFILE_MISSING',
    details: {
      bundle: 'com.example.game.push',
      path: 'Payload/Game.app/PlugIns/Push.appex',
      profiles: 'com.example.game (profiles/0.mobileprovision)'
    }
  })
  t.match(await refused([app, { ...others, expires: new Date('2020-02-03') }]), {
    code: 'PACKAGE_PROFILE_EXPIRED',
    details: { profile: 'for com.example.*', date: '2020-02-03' }
  })
  t.match(await refused([app, { ...others, team: 'OTHERTEAM1' }]), {
    code: 'PACKAGE_PROFILES_DIFFER',
    details: { what: 'TEAM123456', other: 'OTHERTEAM1' }
  })
  t.match(await refused([app, { ...others, devices: 2 }]), {
    code: 'PACKAGE_PROFILES_DIFFER',
    details: { what: 'app-store', other: 'ad-hoc' }
  })
  t.match(await refused([{ bundle: '*', devices: 0 }]), { code: 'PACKAGE_PROFILE_NO_DEVICES' })
  t.equal(await refused([{ bundle: '*', devices: 1, entitlements: { 'get-task-allow': true } }]), undefined)
  t.match(await refused([app, others, { ...watch, certificates: [] }]), {
    code: 'PACKAGE_PROFILE_CERTIFICATE',
    details: { profile: 'for com.example.game.watch', certificate: /Apple Distribution: Example/ }
  })
  t.match(
    await refused(all.map(each => ({ ...each, expires: new Date('2200-01-01') })), {
      now: () => Date.parse('2190-01-01')
    }),
    { code: 'PACKAGE_CERTIFICATE_EXPIRED', details: { signing: 'apple', date: /^21/ } }
  )
  t.match(await refused(all, { environment: { ...environment, APPLE: 'wrong' } }), {
    code: 'PACKAGE_KEY_PASSWORD'
  })
  game.write({ 'apple.p12': 'no p12' })
  t.match(await refused(all), { code: 'PACKAGE_KEY_MISSING' })
  game.write({ 'apple.p12': p12, 'profiles/9.mobileprovision': 'no profile' })
  t.match((await game.plan()).rows, [{ error: { code: 'PACKAGE_PROFILE_DAMAGED' } }])
})

t.test('bundle ids go together after the edits', async t => {
  const game = iosGame(t, [{ bundle: '*' }])
  const told = async (...edits: object[]): Promise<unknown> => {
    order(game, edits)
    const { rows: [row] } = await game.build({ environment, isDryRun: true })
    return row?.error
  }
  t.match(await told(setId('com.example.gray')), {
    code: 'PACKAGE_BUNDLE_ID_UNFIT',
    details: {
      path: 'Payload/Game.app/PlugIns/Push.appex/Info.plist',
      key: 'CFBundleIdentifier',
      found: 'com.example.game.push',
      app: 'com.example.gray',
      expected: 'com.example.gray.…'
    }
  })
  const of = (path: string, set: object): object => ({ plist: `{app}/${path}/Info.plist`, set })
  const push = of('PlugIns/Push.appex', { CFBundleIdentifier: 'com.example.gray.push' })
  t.match(
    await told(
      setId('com.example.gray'),
      push,
      of('Watch/Watch.app', { CFBundleIdentifier: 'com.example.gray.watch' })
    ),
    {
      code: 'PACKAGE_BUNDLE_ID_UNFIT',
      details: {
        key: 'WKCompanionAppBundleIdentifier',
        found: 'com.example.game',
        expected: 'com.example.gray'
      }
    }
  )
  t.equal(
    await told(
      setId('com.example.gray'),
      push,
      of('Watch/Watch.app', {
        CFBundleIdentifier: 'com.example.gray.watch',
        WKCompanionAppBundleIdentifier: 'com.example.gray'
      })
    ),
    undefined
  )
})

const granting = (entitlements: Record<string, PropertyListValue>): ReturnType<typeof parseProfile> =>
  parseProfile(profile({ bundle: 'com.example.*', team: 'NEWTEAM111', entitlements }), 'p')
const merged = (
  wanted: Record<string, PropertyListValue> | undefined,
  granted: Record<string, PropertyListValue> = {}
): Record<string, unknown> =>
  Object.fromEntries(
    mergeEntitlements(wanted && new Map(Object.entries(wanted)), granting(granted), 'com.example.game', 'ios')
  )

t.test('entitlements are those of the app under the identity of the profile', async t => {
  const identity = {
    'application-identifier': 'NEWTEAM111.com.example.game',
    'com.apple.developer.team-identifier': 'NEWTEAM111',
    'get-task-allow': false,
    'keychain-access-groups': ['NEWTEAM111.com.example.game']
  }
  t.same(merged({}), identity)
  t.same(merged(undefined), identity, 'a wildcard of the profile is no value')
  t.same(
    merged({
      'application-identifier': 'OLDTEAM000.com.example.old',
      'com.apple.developer.team-identifier': 'OLDTEAM000',
      'get-task-allow': true,
      'aps-environment': 'development',
      'keychain-access-groups': ['OLDTEAM000.com.example.shared'],
      'com.apple.security.application-groups': ['group.b']
    }, {
      'aps-environment': 'production',
      'beta-reports-active': true,
      'com.apple.security.application-groups': ['group.a', 'group.b']
    }),
    {
      ...identity,
      'keychain-access-groups': ['NEWTEAM111.com.example.shared'],
      'aps-environment': 'production',
      'beta-reports-active': true,
      'com.apple.security.application-groups': ['group.b']
    }
  )
  const missing = (wanted: Record<string, PropertyListValue>, granted = {}): unknown => {
    try {
      return merged(wanted, granted)
    } catch (error) {
      return error
    }
  }
  for (
    const [wanted, granted] of [
      [{ 'aps-environment': 'production' }, {}],
      [{ 'com.apple.developer.healthkit': true }, { 'com.apple.developer.healthkit': false }],
      [{ 'com.apple.security.application-groups': ['group.a', 'group.c'] }, {
        'com.apple.security.application-groups': ['group.a']
      }],
      [{ 'keychain-access-groups': ['OTHER00000.x'] }, {}]
    ] as Array<[Record<string, PropertyListValue>, object]>
  ) {
    t.match(missing(wanted, granted), {
      code: 'PACKAGE_ENTITLEMENT_NOT_GRANTED',
      details: { row: 'ios', bundle: 'com.example.game', entitlement: Object.keys(wanted)[0] }
    })
  }
})

t.test('the entitlements of a program are read from its signature, whatever its bytes', async t => {
  const file = join(temporaryFolder(t), 'main')
  const read = async (bytes: Uint8Array): Promise<unknown> => {
    writeFileSync(file, bytes)
    const values = await readEntitlements(file)
    return values && Object.fromEntries(values)
  }
  const wanted = { 'aps-environment': 'production', 'get-task-allow': true }
  const program = machO(wanted)
  t.same(await read(program), wanted)
  const fat = Buffer.alloc(4096)
  fat.writeUInt32BE(0xcafebabe, 0)
  fat.writeUInt32BE(1, 4)
  fat.writeUInt32BE(4096, 16)
  t.same(await read(Buffer.concat([fat, program])), wanted)
  t.equal(await read(Buffer.from('#!/bin/sh')), undefined)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(program.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(program.length),
      async (changes, length) => {
        const bytes = Buffer.from(program)
        for (const [at, value] of changes) bytes[at] = value
        await read(bytes.subarray(0, length))
      }
    ),
    { numRuns: 50 }
  )
})

t.test('whatever the bytes of a profile, it is read or refused', async t => {
  const good = profile({ bundle: 'com.example.*', devices: 3 })
  t.match(parseProfile(good, 'p'), {
    team: 'TEAM123456',
    prefix: 'TEAM123456',
    bundlePattern: 'com.example.*',
    kind: 'ad-hoc',
    devices: 3,
    certificates: [{ fingerprint256: String }]
  })
  t.ok(parseProfile(good, 'p').certificates[0]?.raw.equals(certificate))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }), changes => {
      const bytes = Buffer.from(good)
      for (const [at, value] of changes) bytes[at] = value
      try {
        parseProfile(bytes, 'p')
      } catch (error) {
        if (!hasCode(error, 'PACKAGE_PROFILE_DAMAGED')) throw error
      }
    }),
    { numRuns: 50 }
  )
  const patterns = ['com.example.game', 'com.example.*', 'com.*', '*'].map(bundle =>
    parseProfile(profile({ bundle }), bundle)
  )
  const chosen = (id: string): string | undefined => profileFor(patterns, id)?.bundlePattern
  t.same(['com.example.game', 'com.example.x', 'com.x', 'org'].map(chosen), [
    'com.example.game',
    'com.example.*',
    'com.*',
    '*'
  ])
  t.equal(profileFor(patterns.slice(0, 1), 'com.example.game2'), undefined)
})

t.test('an entitlements file that is none is told', async t => {
  const game = iosGame(t, [{ bundle: '*' }])
  game.write({ 'game.entitlements': 'no list' })
  game.script('bin/rcodesign', '#!/bin/sh\nexit 0\n')
  order(game, [], { entitlements: 'game.entitlements' })
  const environmentWith = { ...environment, PATH: game.path('bin') }
  t.match((await game.build({ environment: environmentWith })).rows, [{
    error: { code: 'PACKAGE_PLIST_DAMAGED', details: { file: 'game.entitlements' } }
  }])
})

const rcodesign = (process.env.PATH ?? '').split(':').map(folder => join(folder, 'rcodesign')).find(
  existsSync
)

t.test('rcodesign signs an application and its extension with what their profiles grant', {
  skip: rcodesign === undefined && 'rcodesign is missing (cargo install apple-codesign)'
}, async t => {
  const folder = temporaryFolder(t)
  const run = (...args: string[]): string =>
    execFileSync(rcodesign ?? '', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  const name = ['--person-name', 'Example', '--team-id', 'TEAM123456', '--profile', 'apple-distribution']
  run(
    'generate-self-signed-certificate',
    '--algorithm',
    'ecdsa',
    ...name,
    '--p12-file',
    'k.p12',
    '--p12-password',
    'k',
    '--pem-unified-file',
    'k.pem'
  )
  run('debug-create-macho', 'main')
  const pem = /-----BEGIN CERTIFICATE[^]+-----END CERTIFICATE-----/.exec(
    readFileSync(join(folder, 'k.pem'), 'utf8')
  )
  const own = new X509Certificate(pem?.[0] ?? '').raw
  const program = readFileSync(join(folder, 'main'))
  const app = 'Payload/Game.app'
  const ipa = zipOf({
    [`${app}/Info.plist`]: infoPlist('com.example.game', { CFBundlePackageType: 'APPL' }),
    [`${app}/main`]: program,
    [`${app}/PlugIns/Push.appex/Info.plist`]: infoPlist('com.example.game.push', {
      CFBundlePackageType: 'XPC!'
    }),
    [`${app}/PlugIns/Push.appex/main`]: program
  })
  const granted = { 'com.apple.security.application-groups': ['group.game'] }
  const profiles = [
    { bundle: 'com.example.game', entitlements: granted, certificates: [own] },
    { bundle: 'com.example.game.push', certificates: [own] }
  ]
  const game = iosGame(t, profiles, ipa)
  game.write({ 'apple.p12': readFileSync(join(folder, 'k.p12')) })
  const given = { PATH: process.env.PATH, HOME: process.env.HOME, APPLE: 'k' }
  const { rows: [row] } = await game.build({ environment: given })
  t.match(row, { state: 'made', signature: 'signed' }, JSON.stringify(row?.error))
  const entries = unzipped(game.read(row!.file!))
  const entitlementsIn = async (path: string): Promise<unknown> => {
    writeFileSync(join(folder, 'signed'), entries[`${app}/${path}main`] ?? '')
    const values = await readEntitlements(join(folder, 'signed'))
    t.match(run('print-signature-info', 'signed'), /TEAM123456\.com\.example\.game/)
    return values && Object.fromEntries(values)
  }
  const identity = (id: string): object => ({
    'application-identifier': `TEAM123456.${id}`,
    'com.apple.developer.team-identifier': 'TEAM123456',
    'keychain-access-groups': [`TEAM123456.${id}`]
  })
  t.match(await entitlementsIn(''), { ...identity('com.example.game'), ...granted })
  t.match(await entitlementsIn('PlugIns/Push.appex/'), identity('com.example.game.push'))
  const resources = Buffer.from(entries[`${app}/_CodeSignature/CodeResources`] ?? []).toString()
  t.match(resources, /PlugIns\/Push\.appex/, 'the extension was signed before the application')
  t.ok(`${app}/PlugIns/Push.appex/_CodeSignature/CodeResources` in entries)

  const refused = async (APPLE = 'k'): Promise<unknown> =>
    (await game.build({ environment: { ...given, APPLE }, isDryRun: true })).rows[0]?.error
  t.match(await refused('wrong'), { code: 'PACKAGE_KEY_PASSWORD' })
  game.write({ 'profiles/0.mobileprovision': profile({ ...profiles[0]!, certificates: [certificate] }) })
  t.match(await refused(), { code: 'PACKAGE_PROFILE_CERTIFICATE' }, 'by what rcodesign reads of the p12')
  game.write({ 'profiles/0.mobileprovision': profile({ bundle: '*' }), 'apple.p12': p12 })
  game.remove('profiles/1.mobileprovision')
  t.match((await game.build({ environment: { ...given, APPLE: 'p12-secret' } })).rows, [{
    error: { code: 'PACKAGE_KEY_MISSING', details: { reason: /-legacy/ } }
  }])
})

t.test('rcodesign (a stand-in) gets entitlements for each bundle by its path', async t => {
  const game = iosGame(
    t,
    [{ bundle: '*', entitlements: { 'aps-environment': 'production' } }],
    appWithParts({}, { 'aps-environment': 'development' })
  )
  const notes = game.path('notes')
  game.write({ 'notes/.keep': '' })
  game.script(
    'bin/rcodesign',
    `#!/bin/sh
PATH=/usr/bin:/bin
for word; do case $word in *.entitlements) echo "\${word%%/*}" >> ${notes}/scopes; cp "\${word##*:}" "${notes}/";; esac; done
`
  )
  const { rows: [row] } = await game.build({ environment: { ...environment, PATH: game.path('bin') } })
  t.match(row, { state: 'made', signature: 'signed' }, JSON.stringify(row?.error))
  t.equal(readFileSync(join(notes, 'scopes'), 'utf8'), '\nPlugIns\nWatch\n')
  const list = readPropertyList('x', readFileSync(join(notes, '0.entitlements')))
  t.ok(list instanceof Map && list.get('aps-environment') === 'production')
  t.ok(list instanceof Map && list.get('application-identifier') === 'TEAM123456.com.example.game')
})
