import { chunkTypes, valueTypes } from '../../agent/formats/android/resource-chunk.js'
import { writePropertyList } from '../../agent/formats/property-list.js'
import { blockIds, formatSigningBlock } from '../../agent/packaging/apk/signing-block.js'
import { appBundle } from '../../agent/packaging/testing/android.js'
import { infoPlist, machO } from '../../agent/packaging/testing/apple.js'
import { binaryXmlOf, chunk, stringPoolOf, u16, u32 } from '../../agent/packaging/testing/made-manifest.js'
import { withBlock } from '../../agent/packaging/testing/signed-apk.js'
import { unzipped, zipOf } from '../../agent/packaging/testing/zips.js'
import type { Files } from '../../agent/packaging/testing/zips.js'

export type PackageKind = 'apk' | 'apks' | 'aab' | 'ipa'

/** A package in its parts, of which each may be broken before they are put together. */
export interface SoundPackage {
  kind: PackageKind
  files: Files
  block?: Buffer
  isStreamed?: boolean
}

export function assembled ({ files, block, isStreamed = false }: SoundPackage): Buffer {
  const zip = zipOf(files, { isStreamed })
  return block === undefined ? zip : withBlock(block, '', zip)
}

/** One of each shape that readers treat in a way of its own. */
export function soundPackages (): SoundPackage[] {
  const apk: SoundPackage = { kind: 'apk', files: apkFiles(false), block: signingBlock(true) }
  return [
    apk,
    { kind: 'apk', files: apkFiles(true), block: signingBlock(false), isStreamed: true },
    { kind: 'apks', files: setFiles(apk) },
    { kind: 'aab', files: unzipped(appBundle) },
    { kind: 'ipa', files: ipaFiles() }
  ]
}

/** A base, and what one kind of processors gets besides. */
function setFiles (base: SoundPackage): Files {
  const manifest = binaryXmlOf({
    name: 'manifest',
    android: { versionCode: 7, versionName: '1.4.0' },
    plain: { package: 'com.example.game', split: 'config.arm64_v8a', configForSplit: '' }
  })
  const { block = Buffer.alloc(0) } = base
  const part = { 'AndroidManifest.xml': manifest, 'lib/arm64-v8a/libgame.so': elf() }
  return {
    'toc.pb': Buffer.from('0a020801', 'hex'),
    'splits/base-arm64_v8a.apk': assembled({ kind: 'apk', files: part, block }),
    'splits/base-master.apk': assembled(base)
  }
}

function apkFiles (isUtf8: boolean): Files {
  const main = {
    name: 'activity',
    android: { name: '.Main', label: { resource: 0x7f01_0001 }, taskAffinity: 'com.example.game.task' },
    children: [
      {
        name: 'intent-filter',
        children: [{ name: 'category', android: { name: 'android.intent.category.LAUNCHER' } }]
      }
    ]
  }
  const manifest = binaryXmlOf({
    name: 'manifest',
    android: { versionCode: 7, versionName: '1.4.0' },
    plain: { package: 'com.example.game' },
    children: [
      { name: 'uses-sdk', android: { minSdkVersion: 24, targetSdkVersion: isUtf8 ? 29 : 34 } },
      { name: 'uses-permission', android: { name: 'com.example.game.permission.PUSH' } },
      {
        name: 'application',
        android: { label: { resource: 0x7f01_0000 }, extractNativeLibs: true },
        children: [
          main,
          { name: 'provider', android: { name: '.Files', authorities: 'com.example.game.files' } },
          { name: 'meta-data', android: { name: 'CHANNEL', value: 'none' } }
        ]
      }
    ]
  }, { isUtf8 })
  return {
    'AndroidManifest.xml': manifest,
    'resources.arsc': resourceTable(isUtf8),
    'lib/arm64-v8a/libgame.so': elf(),
    'assets/a.txt': Buffer.from('hello '.repeat(50)),
    'assets/图.png': Buffer.alloc(300, 5),
    'META-INF/CERT.RSA': Buffer.from('300a06092a864886f70d010702', 'hex')
  }
}

/** Two texts, of which the second refers to the first, for all languages and for Chinese. */
function resourceTable (isUtf8: boolean): Buffer {
  const value = (type: number, data: number): Buffer =>
    Buffer.concat([u16(8, 0), u32(0), u16(8), Buffer.from([0, type]), u32(data)])
  const texts = (language: string, index: number): Buffer => {
    const config = Buffer.alloc(64)
    config.writeUInt32LE(64, 0)
    config.write(language, 8, 'latin1')
    const entries = [value(valueTypes.string, index), value(valueTypes.reference, 0x7f01_0000)]
    const head = 8 + 12 + config.length
    return chunk(
      chunkTypes.type,
      head,
      Buffer.concat([Buffer.from([1, 0, 0, 0]), u32(2, head + 8), config, u32(0, 16), ...entries])
    )
  }
  const name = Buffer.alloc(256)
  name.write('com.example.game', 'utf16le')
  const types = stringPoolOf(['string'], isUtf8)
  const package_ = chunk(
    chunkTypes.package,
    288,
    Buffer.concat([
      u32(0x7f),
      name,
      u32(288, 0, 288 + types.length, 0, 0),
      types,
      stringPoolOf(['label', 'other'], isUtf8),
      texts('', 0),
      texts('zh', 1)
    ])
  )
  return chunk(
    chunkTypes.table,
    12,
    Buffer.concat([u32(1), stringPoolOf(['Game', '游戏'], isUtf8), package_])
  )
}

/** A 64-bit library with one segment. */
function elf (): Buffer {
  const bytes = Buffer.alloc(64 + 56)
  bytes.write('\x7fELF\x02\x01\x01', 'latin1')
  bytes.writeBigUInt64LE(64n, 32)
  bytes.writeUInt16LE(56, 54)
  bytes.writeUInt16LE(1, 56)
  bytes.writeUInt32LE(1, 64)
  bytes.writeBigUInt64LE(0x4000n, 64 + 48)
  return bytes
}

/** The shape of a v2 signature, and channels in all forms. */
function signingBlock (isPadded: boolean): Buffer {
  const prefixed = (...parts: Buffer[]): Buffer => {
    const bytes = Buffer.concat(parts)
    return Buffer.concat([u32(bytes.length), bytes])
  }
  const signed = prefixed(prefixed(), prefixed(prefixed(Buffer.alloc(40, 3))), prefixed())
  const packer = Buffer.from('CHANNEL∘none∙')
  return formatSigningBlock([
    { id: blockIds.v2, value: prefixed(prefixed(signed, prefixed(), prefixed())) },
    { id: blockIds.walle, value: Buffer.from('{"channel":"none","inviter":"7"}') },
    { id: blockIds.vasdolly, value: Buffer.from('none') },
    {
      id: blockIds.packerNg,
      value: Buffer.concat([
        Buffer.from('Packer Ng Sig V2'),
        u32(packer.length),
        packer,
        u32(packer.length)
      ])
    }
  ], isPadded)
}

function ipaFiles (): Files {
  const app = 'Payload/Game.app'
  return {
    [`${app}/Info.plist`]: writePropertyList(
      new Map<string, string | number | Date | Map<string, string>>([
        ['CFBundleIdentifier', 'com.example.game'],
        ['CFBundleExecutable', 'main'],
        ['CFBundleShortVersionString', '1.4.0'],
        ['CFBundleVersion', '7'],
        ['CFBundleDisplayName', '游戏'],
        ['Made', new Date('2026-01-01T00:00:00Z')],
        ['Scale', 1.5],
        ['NSExtension', new Map([['NSExtensionPointIdentifier', 'none']])]
      ]),
      'binary'
    ),
    [`${app}/main`]: machO({ 'get-task-allow': false }),
    [`${app}/PlugIns/Push.appex/Info.plist`]: infoPlist('com.example.game.push'),
    [`${app}/PlugIns/Push.appex/main`]: machO({})
  }
}
