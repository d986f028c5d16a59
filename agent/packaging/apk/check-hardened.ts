import { open } from 'node:fs/promises'
import type { ManifestElement } from '../../formats/android/manifest-element.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipEntry } from '../../formats/zip/zip-entry.js'
import { PacklineError } from '../../errors.js'
import type { AndroidApplication } from '../application/application.js'
import { inspectZip } from '../application/inspect-package.js'
import { manifestName, manifestTree, readManifest, tableName } from '../application/read-application.js'
import type { BaselinePlan } from '../row-plan.js'
import type { Finding } from './apk-findings.js'
import { manifestDifferences } from './manifest-differences.js'
import type { ListedDifference } from './manifest-differences.js'
import { isV1Signature } from './v1-signature.js'

/** What of an APK is compared before and after a tool hardened it. */
export interface ApkView {
  application: AndroidApplication
  findings: readonly Finding[]
  manifest: ManifestElement
  /** Those of a signature are left out. */
  entries: ReadonlyMap<string, ZipEntry>
}

/** Throws what is wrong with a file that is no APK. */
export async function viewOf (path: string, label: string): Promise<ApkView> {
  const handle = await open(path, 'r')
  try {
    const zip = { handle, archive: await readZip(handle, label) }
    const { application, findings } = await inspectZip(zip)
    if (application?.type !== 'apk') {
      throw new PacklineError('PACKAGE_MANIFEST_MISSING', { file: label, entry: manifestName })
    }
    const bytes = await readManifest(zip)
    const manifest = manifestTree(zip, bytes)
    const own = zip.archive.entries.filter(({ name }) => !isV1Signature(name))
    return { application, findings, manifest, entries: new Map(own.map(entry => [entry.name, entry])) }
  } finally {
    await handle.close()
  }
}

interface Hardened {
  before: ApkView
  after: ApkView
  plan: BaselinePlan
  adds: readonly string[]
  log: string
}

const mostListed = 20

/**
 * Throws PACKAGE_HARDENING_UNCHANGED for a tool that only packed or signed what it got again, and
 * PACKAGE_HARDENING_DIFFERS for one that changed what it may not.
 */
export function checkHardened ({ before, after, plan, adds, log }: Hardened): void {
  const { row: { platform } } = plan
  if (isSame(before.entries, after.entries)) {
    throw new PacklineError('PACKAGE_HARDENING_UNCHANGED', { platform, log })
  }
  const all = [...manifestDifferences(before, after, adds), ...entryDifferences(before, after, plan)]
  if (all.length === 0) return
  const differences = all.length > mostListed
    ? [...all.slice(0, mostListed), {
      key: 'hardening.more' as const,
      parameters: { count: all.length - mostListed }
    }]
    : all
  throw new PacklineError('PACKAGE_HARDENING_DIFFERS', { platform, differences, log })
}

function isSame (before: ApkView['entries'], after: ApkView['entries']): boolean {
  return before.size === after.size &&
    [...before].every(([name, entry]) => hasContent(entry, after.get(name)))
}

function hasContent ({ crc32, size }: ZipEntry, other: ZipEntry | undefined): boolean {
  return other?.crc32 === crc32 && other.size === size
}

/** Such a tool is there to change code. */
const codePattern = /^(?:classes\d*\.dex$|lib\/)/

/** What a row put into the package is read by the game, by hot updates and by us: it stays as it is. */
function entryDifferences (before: ApkView, after: ApkView, { changes }: BaselinePlan): ListedDifference[] {
  return [...changes].flatMap(([name, { way }]): ListedDifference[] => {
    const entry = before.entries.get(name)
    const isTheirs = name === manifestName || name === tableName || codePattern.test(name)
    if (way === 'remove' || entry === undefined || isTheirs) return []
    const other = after.entries.get(name)
    if (other === undefined) return [{ key: 'hardening.entryGone', parameters: { entry: name } }]
    return hasContent(entry, other) ? [] : [{ key: 'hardening.entryChanged', parameters: { entry: name } }]
  })
}
