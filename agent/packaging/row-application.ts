import { open, readFile } from 'node:fs/promises'
import { readZip } from '../formats/zip/read-zip.js'
import type { Application } from './application/application.js'
import { manifestName, readApk } from './application/read-application.js'
import type { InspectedBaseline } from './baseline.js'
import type { Changes } from './entry-change.js'

/**
 * What the package of a row will say of itself, as far as the changes tell; undefined for what is no
 * application.
 */
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
    return await readApk({ handle, archive: await readZip(handle, definition.path) }, bytes)
  } finally {
    await handle.close()
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
