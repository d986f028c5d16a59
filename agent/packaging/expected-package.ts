import { open, readFile } from 'node:fs/promises'
import { readZip } from '../formats/zip/read-zip.js'
import type { Finding } from './apk/apk-findings.js'
import type { Application } from './application/application.js'
import { manifestName, readApk, tableName } from './application/read-application.js'
import type { InspectedBaseline } from './baseline.js'
import type { Changes } from './entry-change.js'
import type { Way } from './package-state.js'

/** What the package of a row will be, as far as its baseline, its changes and its signature tell. */
export interface ExpectedPackage {
  /**
   * Undefined for what is no application, or is made by a command. Its certificates are those that it will
   * have; none where only the signature tells.
   */
  application?: Application
  /** What speaks against its baseline, and is not put right. */
  findings: readonly Finding[]
}

/** What it will say of itself once it is changed; its certificates are still those of the baseline. */
export async function plannedApplication (
  { application, path, definition }: InspectedBaseline,
  changes: Changes
): Promise<Application | undefined> {
  if (application?.type === 'ipa') return withList(application, changes)
  const change = changes.get(manifestName)
  if (application === undefined || (change?.way !== 'bytes' && change?.way !== 'file')) return application
  const bytes = change.way === 'bytes' ? change.bytes : await readFile(change.file.path)
  const handle = await open(path, 'r')
  try {
    const read = await readApk({ handle, archive: await readZip(handle, definition.path) }, bytes)
    const table = changes.get(tableName)
    // The baseline's own table does not know the new label.
    const label = read.label ?? (table?.way === 'table' ? table.label : undefined)
    return { ...read, ...label !== undefined && { label } }
  } finally {
    await handle.close()
  }
}

interface Making {
  way: Way
  changes: Changes
  isSigned: boolean
  isHardened: boolean
}

/** `application` is what it will say of itself. */
export function expectedPackage (
  { findings }: InspectedBaseline,
  application: Application | undefined,
  { way, changes, isSigned, isHardened }: Making
): ExpectedPackage {
  if (way !== 'repack' || application === undefined || application.type === 'ipa') {
    return { ...application !== undefined && { application }, findings }
  }
  const { certificates: _, earlierCertificates: _earlier, isDebugSigned: _debug, ...unsigned } = application
  // Libraries that come or go, by an edit or from a tool, are looked at in the package.
  const isOpen = isHardened || [...changes.keys()].some(name => /(^|\/)lib\//.test(name))
  return {
    application: unsigned,
    findings: findings.filter(({ rule, isRepairable }) => {
      if (rule === 'debuggable') return application.isDebuggable
      if (rule === 'test-only') return application.isTestOnly
      if (rule === 'bundle-unsigned') return application.type === 'aab' && !isSigned
      return !isRepairable && rule !== 'v1-missing' && rule !== 'debug-signed' && !isOpen
    })
  }
}

function withList (
  application: Extract<Application, { type: 'ipa' }>,
  changes: Changes
): Application {
  const change = [...changes].find(([name]) => /^Payload\/[^/]+\.app\/Info\.plist$/.test(name))?.[1]
  if (change?.way !== 'plist') return application
  const { CFBundleIdentifier: id, CFBundleShortVersionString: version, CFBundleVersion: build } = change.set
  return {
    ...application,
    ...id !== undefined && { id: String(id) },
    ...version !== undefined && { version: String(version) },
    ...build !== undefined && { build: String(build) }
  }
}
