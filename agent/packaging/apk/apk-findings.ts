import { inflateRawSync, constants } from 'node:zlib'
import { readElfHeader } from '../../formats/elf-header.js'
import { readExactly, readLocalEntry } from '../../formats/zip/read-zip.js'
import { stored } from '../../formats/zip/zip-entry.js'
import type { ZipEntry } from '../../formats/zip/zip-entry.js'
import type { AndroidApplication } from '../application/application.js'
import { tableName } from '../application/read-application.js'
import type { OpenZip } from '../application/read-application.js'
import { isV1Signature } from './v1-signature.js'

/** Who refuses a package for it: every device that it is for, Google Play, or nobody yet. */
export type FindingLevel = 'device' | 'play' | 'advice'

/** What is wrong with an APK or an App Bundle. docs/packaging.md has the source of each rule. */
export interface Finding {
  rule: ApkRule
  level: FindingLevel
  /** Entries; none where it is the package as a whole. */
  where: string[]
  /** Whether packing it again puts it right. */
  isRepairable: boolean
}

export type ApkRule =
  | 'arsc-compressed'
  | 'arsc-unaligned'
  | 'library-compressed'
  | 'library-unaligned'
  | 'library-16k-unaligned'
  | 'elf-16k-unaligned'
  | 'library-no-elf'
  | 'abi-64-missing'
  | 'abi-incomplete'
  | 'v1-missing'
  | 'bundle-unsigned'
  | 'debug-signed'
  | 'debuggable'
  | 'test-only'

const pageBytes = 4096
const largePageBytes = 16_384
/** Devices with such pages run 64-bit programs only. */
const abis64 = ['arm64-v8a', 'x86_64']
const pairs64 = [['armeabi-v7a', 'arm64-v8a'], ['armeabi', 'arm64-v8a'], ['x86', 'x86_64']] as const
/** Program headers lie right behind the ELF header. */
const elfStartBytes = 8192
/** Folder, processor and name of a library; an App Bundle has it below the folder of a module. */
const libraryPatterns = {
  apk: /^(lib\/)([^/]+)\/([^/]+\.so)$/,
  aab: /^([^/]+\/lib\/)([^/]+)\/([^/]+\.so)$/
}

/**
 * What devices and Google Play refuse of an APK or an App Bundle. How the entries of a bundle lie tells
 * nothing: the APKs are made anew of them.
 */
export async function apkFindings (zip: OpenZip, application: AndroidApplication): Promise<Finding[]> {
  const { entries } = zip.archive
  const found = new Findings()
  const { type, targetSdk, extractsLibraries, isDebuggable, isTestOnly, isDebugSigned } = application
  const target = typeof targetSdk === 'number' ? targetSdk : Infinity
  if (type === 'apk') await checkTable(zip, target, found)
  for (const entry of entries) {
    const abi = libraryPatterns[type].exec(entry.name)?.[2]
    if (abi === undefined) continue
    if (type === 'apk' && !extractsLibraries) await checkPlace(zip, entry, abi, found)
    await checkSegments(zip, entry, abi, target, found)
  }
  checkAbis(entries, libraryPatterns[type], found)
  checkSignature(entries, application, found)
  if (isDebugSigned === true) found.add('debug-signed', 'play')
  if (isDebuggable) found.add('debuggable', 'play')
  if (isTestOnly) found.add('test-only', 'device')
  return found.list
}

async function checkTable (zip: OpenZip, target: number, found: Findings): Promise<void> {
  const table = zip.archive.entries.find(({ name }) => name === tableName)
  if (table !== undefined && target >= 30) {
    if (table.method !== stored) found.add('arsc-compressed', 'device', table.name, true)
    else if (await dataOffset(zip, table) % 4 !== 0) found.add('arsc-unaligned', 'device', table.name, true)
  }
}

function checkSignature (
  entries: readonly ZipEntry[],
  { type, minSdk, certificates }: AndroidApplication,
  found: Findings
): void {
  if (type === 'aab') {
    if (certificates === undefined) found.add('bundle-unsigned', 'play')
  } else if (certificates !== undefined && typeof minSdk === 'number' && minSdk < 24) {
    if (!entries.some(({ name }) => isV1Signature(name))) found.add('v1-missing', 'device')
  }
}

/** One finding a rule, with every place. */
class Findings {
  readonly list: Finding[] = []

  add (rule: ApkRule, level: FindingLevel, where?: string, isRepairable = false): void {
    let finding = this.list.find(each => each.rule === rule)
    if (finding === undefined) this.list.push(finding = { rule, level, where: [], isRepairable })
    if (where !== undefined) finding.where.push(where)
  }
}

async function dataOffset ({ handle, archive }: OpenZip, entry: ZipEntry): Promise<number> {
  return (await readLocalEntry(handle, archive, entry)).dataOffset
}

/** A library that is not unpacked is mapped from the package: it has to be stored, and start at a page. */
async function checkPlace (zip: OpenZip, entry: ZipEntry, abi: string, found: Findings): Promise<void> {
  const { name, method } = entry
  if (method !== stored) {
    found.add('library-compressed', 'device', name, true)
    return
  }
  const offset = await dataOffset(zip, entry)
  if (offset % pageBytes !== 0) found.add('library-unaligned', 'device', name, true)
  else if (offset % largePageBytes !== 0 && abis64.includes(abi)) {
    found.add('library-16k-unaligned', 'advice', name, true)
  }
}

async function checkSegments (
  zip: OpenZip,
  entry: ZipEntry,
  abi: string,
  target: number,
  found: Findings
): Promise<void> {
  if (!abis64.includes(abi)) return
  try {
    const { loadAlignments } = readElfHeader(await startOf(zip, entry))
    if (loadAlignments.every(alignment => alignment >= largePageBytes)) return
    found.add('elf-16k-unaligned', target >= 35 ? 'play' : 'advice', entry.name)
  } catch {
    // Games hide other files below such names, which Android unpacks as well.
    found.add('library-no-elf', 'advice', entry.name)
  }
}

/** The first bytes of an entry, whatever its size. */
async function startOf ({ handle, archive }: OpenZip, entry: ZipEntry): Promise<Buffer> {
  const { dataOffset } = await readLocalEntry(handle, archive, entry)
  const packed = await readExactly(
    handle,
    archive.file,
    dataOffset,
    Math.min(entry.compressedSize, elfStartBytes)
  )
  if (entry.method === stored) return packed
  return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 ** 2 })
}

function checkAbis (entries: readonly ZipEntry[], pattern: RegExp, found: Findings): void {
  const libraries = new Map<string, Set<string>>()
  for (const entry of entries) {
    const [, folder = '', abi, name = ''] = pattern.exec(entry.name) ?? []
    if (abi === undefined) continue
    const known = libraries.get(abi) ?? new Set()
    libraries.set(abi, known.add(`${folder}\0${name}`))
  }
  for (const [narrow, wide] of pairs64) {
    if (libraries.has(narrow) && !libraries.has(wide)) found.add('abi-64-missing', 'play', `lib/${wide}/`)
  }
  const all = new Set([...libraries.values()].flatMap(names => [...names]))
  for (const [abi, names] of libraries) {
    for (const name of all) {
      if (!names.has(name)) found.add('abi-incomplete', 'advice', name.replace('\0', `${abi}/`))
    }
  }
}
