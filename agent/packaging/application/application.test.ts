import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { brokenPackage } from '../../../scripts/package-fuzz/break-package.js'
import { PackageProver } from '../../../scripts/package-fuzz/prove-package.js'
import { assembled, soundPackages } from '../../../scripts/package-fuzz/sound-packages.js'
import { seededRandom } from '../../../scripts/benchmarks/sets/seeded-random.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { editTable } from '../apk/edit-table.js'
import { skipWithoutAndroid } from '../testing/android.js'
import { binaryXmlOf, manifestOf } from '../testing/made-manifest.js'
import { codeOf, temporaryFolder, zipOf } from '../testing/zips.js'
import type { Files } from '../testing/zips.js'
import type { AndroidApplication, Application } from './application.js'
import { checkCertificate } from './certificate-agreement.js'
import { inspectPackage } from './inspect-package.js'
import { readApplication } from './read-application.js'
import { resourceLookup } from './resource-lookup.js'
import { checkVersion } from './version-agreement.js'

const folder = temporaryFolder(t)

async function applicationIn (files: Files): Promise<Application | undefined> {
  const path = join(folder, 'read.apk')
  writeFileSync(path, zipOf(files))
  const handle = await open(path, 'r')
  try {
    return await readApplication({ handle, archive: await readZip(handle, 'read.apk') })
  } finally {
    await handle.close()
  }
}

t.test('a manifest is read by the ids of attributes, in either kind of text', async t => {
  const manifest = manifestOf({
    version: '1.4.0-测试 😀',
    build: 0x8000_0001 | 0,
    minSdk: 21,
    application: {
      android: { debuggable: true, extractNativeLibs: false, label: '游戏 🎮', testOnly: false }
    }
  })
  t.match(
    await applicationIn({
      'AndroidManifest.xml': manifest,
      'lib/arm64-v8a/liba.so': Buffer.from('x'),
      'lib/x86/liba.so': Buffer.from('x'),
      'lib/x86/deep/liba.so': Buffer.from('x')
    }),
    {
      type: 'apk',
      id: 'com.example.game',
      version: '1.4.0-测试 😀',
      build: 0x8000_0001,
      label: { default: '游戏 🎮' },
      minSdk: 21,
      targetSdk: 34,
      abis: ['arm64-v8a', 'x86'],
      isDebuggable: true,
      isTestOnly: false,
      extractsLibraries: false
    }
  )
  const short = binaryXmlOf({
    name: 'manifest',
    android: { versionCodeMajor: 2, versionCode: 7 },
    plain: { package: 'a.b', split: 'config.arm64_v8a', configForSplit: '' }
  }, { isUtf8: true })
  t.strictSame(await applicationIn({ 'AndroidManifest.xml': short }), {
    type: 'apk',
    id: 'a.b',
    build: 2 * 2 ** 32 + 7,
    minSdk: 1,
    targetSdk: 1,
    abis: [],
    isDebuggable: false,
    isTestOnly: false,
    extractsLibraries: true,
    split: 'config.arm64_v8a',
    configForSplit: ''
  })
  const base = binaryXmlOf({
    name: 'manifest',
    android: { isSplitRequired: true },
    plain: { package: 'a.b' }
  })
  t.match(await applicationIn({ 'AndroidManifest.xml': base }), { isSplitRequired: true })
})

t.test('what no device would take for an application is an error with its place', async t => {
  const damaged: Array<[bytes: Buffer, reason: RegExp]> = [
    [Buffer.from('<manifest package="a.b"/>'), /the chunk at byte 0/],
    [Buffer.alloc(0), /it ends inside/],
    [manifestOf().subarray(0, 200), /the chunk at byte 0 is said to take/],
    [binaryXmlOf({ name: 'manifest' }), /it names no package/],
    [binaryXmlOf({ name: 'resources' }), /its first element is <resources>/]
  ]
  for (const [bytes, reason] of damaged) {
    const found = applicationIn({ 'AndroidManifest.xml': bytes })
    await t.rejects(found, {
      code: 'PACKAGE_MANIFEST_DAMAGED',
      details: { entry: 'AndroidManifest.xml', reason }
    })
  }
  t.equal(await applicationIn({ 'a.txt': Buffer.from('a') }), undefined)
  const list = { 'Payload/G.app/Info.plist': Buffer.from('<plist><array/></plist>') }
  t.equal(await codeOf(applicationIn(list)), 'PACKAGE_PLIST_DAMAGED')
})

t.test('an update has the certificate of before, or a lineage that leads from it', async t => {
  const signed = (
    minSdk: number | string,
    certificates: string[],
    earlierCertificates?: string[]
  ): AndroidApplication => ({
    type: 'apk',
    id: 'a.b',
    minSdk,
    targetSdk: 34,
    abis: [],
    isDebuggable: false,
    isTestOnly: false,
    extractsLibraries: true,
    certificates,
    ...earlierCertificates !== undefined && { earlierCertificates }
  })
  const [old, rotated] = [signed(21, ['a']), signed(21, ['b', 'a'], ['a'])]
  const cases: Array<[made: AndroidApplication, before: AndroidApplication, isRight: boolean]> = [
    [old, old, true],
    [signed(21, ['b']), old, false],
    [rotated, old, true],
    [rotated, rotated, true],
    [old, rotated, false],
    [signed(21, ['b']), rotated, false],
    [signed(28, ['b']), rotated, true],
    [signed(28, ['b'], ['a']), old, true],
    [signed(27, ['b'], ['a']), old, false],
    [signed('Baklava', ['b'], ['a']), old, true],
    [signed(28, ['c'], ['a', 'b']), rotated, true],
    [signed(24, ['a', 'b']), signed(24, ['b', 'a']), true],
    [signed(24, ['a']), signed(24, ['b', 'a']), false]
  ]
  for (const [made, application, isRight] of cases) {
    const check = (): void => {
      checkCertificate('row', made, [{ release: '1.0-1', application }])
    }
    const name = `${String(made.certificates)} after ${String(application.certificates)}`
    if (isRight) t.doesNotThrow(check, name)
    else t.throws(check, { code: 'PACKAGE_CERTIFICATE_DIFFERS', details: { release: '1.0-1' } }, name)
  }
})

t.test('a manifest with a text that is cut off is damaged, whatever else is read of the package', async t => {
  const manifest = manifestOf({ version: 'cut off here' })
  manifest.writeUInt16LE(0x7fff, manifest.indexOf(Buffer.from('cut off here', 'utf16le')) - 2)
  const files = { 'AndroidManifest.xml': manifest, 'resources.arsc': Buffer.alloc(12) }
  t.equal(await codeOf(applicationIn(files)), 'PACKAGE_MANIFEST_DAMAGED')
})

t.test('a v1 signature is by the certificate that its signer names, wherever that lies in the chain', async t => {
  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, content.length]), content])
  }
  const issuer = (name: string): Buffer => der(0x30, der(0x0c, Buffer.from(name)))
  const serial = (number: number): Buffer => der(0x02, Buffer.from([number]))
  const certificate = (name: string, number: number): Buffer =>
    der(0x30, der(0x30, der(0xa0, serial(2)), serial(number), der(0x30), issuer(name)))
  const [chain, own] = [certificate('above', 1), certificate('own', 7)]
  const signer = der(0x30, serial(1), der(0x30, issuer('own'), serial(7)))
  const signed = der(0x30, serial(1), der(0x31), der(0x30), der(0xa0, chain, own), der(0x31, signer))
  const signature = der(0x30, der(0x06), der(0xa0, signed))
  const path = join(folder, 'chain.apk')
  writeFileSync(path, zipOf({ 'AndroidManifest.xml': manifestOf(), 'META-INF/CERT.RSA': signature }))
  const { application } = await inspectPackage(path)
  t.match(application, { certificates: [createHash('sha256').update(own).digest('hex')] })
})

t.test('a bundle of another version has no edit to propose', t => {
  const differs = (type: 'apk' | 'aab'): unknown => {
    try {
      const application = { type, id: 'a', version: '1.0', build: 1 } as AndroidApplication
      checkVersion('row', application, { version: '1.0', build: 2 })
      return undefined
    } catch (error) {
      return error
    }
  }
  t.match(differs('apk'), { code: 'PACKAGE_VERSION_DIFFERS', details: { edit: /manifest/ } })
  const bundle = differs('aab')
  const details = { found: '1', expected: '2', option: '--build' }
  t.match(bundle, { code: 'PACKAGE_BUNDLE_VERSION_DIFFERS', details })
  t.notMatch(bundle, { details: { edit: String } })
  t.end()
})

t.test('an IPA is read with its extensions', async t => {
  const list = (id: string, more = ''): Buffer =>
    Buffer.from(
      `<plist version="1.0"><dict><key>CFBundleIdentifier</key><string>${id}</string>` +
        '<key>CFBundleShortVersionString</key><string>1.4.0</string>' +
        `<key>CFBundleVersion</key><string>7</string>${more}</dict></plist>`
    )
  const push = '<key>NSExtension</key><dict><key>NSExtensionPointIdentifier</key>' +
    '<string>com.apple.usernotifications.service</string></dict>'
  t.strictSame(
    await applicationIn({
      'Payload/G.app/Info.plist': list(
        'com.example.game',
        '<key>CFBundleDisplayName</key><string>游戏</string>'
      ),
      'Payload/G.app/PlugIns/Push.appex/Info.plist': list('com.example.game.push', push),
      'Payload/G.app/Watch/W.app/Info.plist': list('com.example.game.watch'),
      'Payload/G.app/Frameworks/F.framework/Info.plist': list('com.example.framework')
    }),
    {
      type: 'ipa',
      id: 'com.example.game',
      version: '1.4.0',
      build: '7',
      label: { default: '游戏' },
      extensions: [
        {
          path: 'Payload/G.app/PlugIns/Push.appex',
          id: 'com.example.game.push',
          version: '1.4.0',
          build: '7',
          point: 'com.apple.usernotifications.service'
        },
        { path: 'Payload/G.app/Watch/W.app', id: 'com.example.game.watch', version: '1.4.0', build: '7' }
      ]
    }
  )
})

t.test('resources that refer to each other end, however many languages each has', async t => {
  const locales = ['', 'de', 'en', 'fr', 'ja', 'ko', 'ru', 'zh']
  const circle = resourceLookup(resource =>
    locales.map(locale => ({ locale, value: { resource: (resource + 1) % 30 } }))
  )
  t.strictSame(circle(0), {})
  const ended = resourceLookup(resource =>
    locales.map(locale => ({ locale, value: resource < 9 ? { resource: resource + 1 } : `text ${locale}` }))
  )
  t.strictSame(ended(0).default, 'text ')
  t.equal(ended(0).zh, 'text zh')
  const tree = resourceLookup(resource =>
    locales.map((locale, index) => ({ locale, value: { resource: resource * locales.length + index + 1 } }))
  )
  t.throws(() => tree(0), { message: 'a resource leads to more than 100 others' })
})

t.test('a resource table that is cut off is an error with its place when its package is renamed', async t => {
  const change = { way: 'table' as const, renamed: { from: 'a.b', to: 'a.c' } }
  const [bytes, code] = [Buffer.from('no table'), 'PACKAGE_MANIFEST_DAMAGED']
  t.throws(() => editTable(bytes, change, 'a.apk'), { code, details: { entry: 'resources.arsc' } })
})

// scripts/fuzz-packages takes as many seeds as there is time for.
t.test('broken packages are read, stamped and packed, or refused with a reason', async t => {
  const prover = new PackageProver(t)
  for (const sound of soundPackages()) {
    const { outcomes, faults } = await prover.prove(sound.kind, assembled(sound))
    t.strictSame([new Set(outcomes), faults], [new Set(['done']), []], sound.kind)
  }
  for (const [index, sound] of [...soundPackages(), ...soundPackages()].entries()) {
    const { faults } = await prover.prove(sound.kind, brokenPackage(sound, seededRandom(index)))
    t.strictSame(faults, [], `seed ${index}`)
  }
})

const aapt2 = spawnSync('which', ['aapt2']).status === 0
t.test('what aapt2 makes is read as aapt2 reads it', {
  skip: skipWithoutAndroid !== false
    ? skipWithoutAndroid
    : aapt2
    ? false
    : 'aapt2 is missing (Debian: aapt2)'
}, async t => {
  const made = join(folder, 'aapt2')
  const write = (name: string, text: string): void => {
    mkdirSync(join(made, name, '..'), { recursive: true })
    writeFileSync(join(made, name), text)
  }
  const texts = (label: string): string =>
    `<resources><string name="label">${label}</string><string name="other">@string/label</string></resources>`
  write(
    'res/values/s.xml',
    texts('Game &amp; 😀').replace('</resources>', '<string name="v">1.4.0</string></resources>')
  )
  write('res/values-zh-rCN/s.xml', texts('游戏'))
  write('res/values-b+zh+Hant+TW/s.xml', texts('遊戲'))
  write('res/values-fil/s.xml', texts('Laro'))
  write(
    'AndroidManifest.xml',
    '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.game" ' +
      'android:versionCode="7" android:versionName="@string/v"><uses-sdk android:minSdkVersion="21" ' +
      'android:targetSdkVersion="34"/><application android:hasCode="false" android:label="@string/other" ' +
      'android:extractNativeLibs="false"/></manifest>'
  )
  const framework = '/usr/share/android-framework-res/framework-res.apk'
  const run = (...args: string[]): string =>
    execFileSync('aapt2', args, { cwd: made, encoding: 'utf8', stdio: 'pipe' })
  run('compile', '--dir', 'res', '-o', 'res.zip')
  const link = ['link', '--manifest', 'AndroidManifest.xml', '-I', framework, 'res.zip']
  run(...link, '-o', 'plain.apk')
  run(...link, '--proto-format', '-o', 'proto.apk')
  const expected = {
    id: 'com.example.game',
    version: '1.4.0',
    build: 7,
    label: { 'default': 'Game & 😀', 'zh-CN': '游戏', 'zh-Hant-TW': '遊戲', 'fil': 'Laro' },
    minSdk: 21,
    targetSdk: 34,
    isDebuggable: false,
    extractsLibraries: false
  }
  const { application } = await inspectPackage(join(made, 'plain.apk'))
  t.match(application, { type: 'apk', ...expected })
  const badging = run('dump', 'badging', 'plain.apk')
  t.match(badging, /application-label:'Game & 😀'/)
  t.match(badging, /application-label-zh-CN:'游戏'/)

  const proto = readFileSync(join(made, 'proto.apk'))
  const { unzipSync } = await import('fflate')
  const entries = unzipSync(proto)
  const bundle = await applicationIn({
    'base/manifest/AndroidManifest.xml': entries['AndroidManifest.xml'] ?? Buffer.alloc(0),
    'base/resources.pb': entries['resources.pb'] ?? Buffer.alloc(0),
    'base/lib/arm64-v8a/libgame.so': Buffer.from('x'),
    'BundleConfig.pb': Buffer.alloc(0)
  }) as AndroidApplication
  t.match(bundle, { type: 'aab', ...expected, abis: ['arm64-v8a'], label: expected.label })
})
