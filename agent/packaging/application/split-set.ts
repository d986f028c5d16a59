import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PacklineError } from '../../errors.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipArchive, ZipEntry } from '../../formats/zip/zip-entry.js'
import type { Finding } from '../apk/apk-findings.js'
import type { SigningBlock } from '../apk/signing-block.js'
import type { AndroidApplication } from './application.js'
import { inspectPackage } from './inspect-package.js'
import { manifestName } from './read-application.js'

/** One APK of a set. */
export interface SplitPart extends Pick<AndroidApplication, 'split' | 'configForSplit' | 'abis'> {
  path: string
  size: number
}

/** What a set of split APKs is, as its base says. */
export interface SplitSet {
  application: AndroidApplication
  parts: SplitPart[]
  findings: Finding[]
}

/** One that lies in a file of its own for as long as it is looked at. */
export interface UnpackedPart {
  entry: ZipEntry
  file: string
  application: AndroidApplication
  findings: readonly Finding[]
  block?: SigningBlock
}

/** A set has its processors in parts of their own. */
const rulesOfWhole: ReadonlySet<string> = new Set(['abi-64-missing', 'abi-incomplete'])

/** The APKs in bundletool's .apks, and in the .xapk and .apkm of download sites; none in an APK. */
export function partsIn ({ entries }: ZipArchive): ZipEntry[] {
  return entries.some(({ name }) => name === manifestName)
    ? []
    : entries.filter(({ name }) => name.endsWith('.apk'))
}

/** The base and the parts of a set; undefined for a zip that is none. */
export async function readSplitSet (
  path: string,
  signal: AbortSignal,
  visit?: (part: UnpackedPart) => Promise<void>
): Promise<SplitSet | undefined> {
  const parts: SplitPart[] = []
  const findings = new Map<string, Finding>()
  let base: AndroidApplication | undefined
  await eachPart(path, signal, async part => {
    const { application } = part
    if (application.split === undefined) base ??= application
    parts.push(partOf(part.entry, application))
    for (const finding of part.findings) addFinding(findings, finding, part.entry.name)
    await visit?.(part)
  })
  return base === undefined ? undefined : { application: base, parts, findings: [...findings.values()] }
}

/**
 * The set of a file. Throws PACKAGE_SET_MIXED for parts that no device takes together
 * (AOSP `ApkLiteParseUtils` and `PackageInstallerSession`: package, version code and signatures agree).
 */
export async function checkedSplitSet (
  path: string,
  label: string,
  signal: AbortSignal,
  visit?: (part: UnpackedPart) => Promise<void>
): Promise<SplitSet> {
  let first: UnpackedPart | undefined
  const set = await readSplitSet(path, signal, async part => {
    first ??= part
    for (const [field, of] of agreeing) {
      const [found, expected] = [of(part.application), of(first.application)]
      if (found === expected) continue
      throw new PacklineError('PACKAGE_SET_MIXED', {
        file: label,
        part: part.entry.name,
        other: first.entry.name,
        field,
        found,
        expected
      })
    }
    await visit?.(part)
  })
  if (set === undefined) {
    throw new PacklineError('PACKAGE_MANIFEST_MISSING', { file: label, entry: 'base.apk' })
  }
  return set
}

const agreeing: ReadonlyArray<[field: string, of: (application: AndroidApplication) => string]> = [
  ['package', ({ id }) => id],
  ['versionCode', ({ build }) => String(build ?? 'none')],
  ['certificate', ({ certificates = [] }) => certificates.toSorted().join(', ') || 'none']
]

/** Parts are unpacked one by one, since an APK is read from its end. */
async function eachPart (
  path: string,
  signal: AbortSignal,
  visit: (part: UnpackedPart) => Promise<void>
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-splits-'))
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, path)
    for (const entry of partsIn(archive)) {
      const file = join(folder, 'part.apk')
      await streamEntry(handle, archive, entry, createWriteStream(file), signal)
      const { application, findings, block } = await inspectPackage(file, entry.name)
      if (application?.type !== 'apk') {
        throw new PacklineError('PACKAGE_MANIFEST_MISSING', { file: entry.name, entry: manifestName })
      }
      await visit({ entry, file, application, findings, ...block !== undefined && { block } })
    }
  } finally {
    await handle.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function addFinding (all: Map<string, Finding>, finding: Finding, part: string): void {
  if (rulesOfWhole.has(finding.rule)) return
  const known = all.get(finding.rule) ?? { ...finding, where: [], isRepairable: false }
  known.where.push(...finding.where.length === 0 ? [part] : finding.where.map(name => `${part}: ${name}`))
  all.set(finding.rule, known)
}

function partOf (
  { name, size }: ZipEntry,
  { split, configForSplit, abis }: AndroidApplication
): SplitPart {
  return {
    path: name,
    size,
    ...split !== undefined && { split },
    ...configForSplit !== undefined && { configForSplit },
    abis
  }
}
