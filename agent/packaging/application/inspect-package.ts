import { open } from 'node:fs/promises'
import { namingPath } from '../../files/file-system-errors.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { apkFindings } from '../apk/apk-findings.js'
import type { Finding } from '../apk/apk-findings.js'
import { readSigningBlock } from '../apk/signing-block.js'
import type { SigningBlock } from '../apk/signing-block.js'
import type { Application } from './application.js'
import { signersOf } from './certificates.js'
import { readApplication } from './read-application.js'
import type { OpenZip } from './read-application.js'

export interface InspectedPackage {
  /** Undefined for a zip that is no application. */
  application?: Application
  /** Of an APK or an App Bundle. */
  findings: Finding[]
  block?: SigningBlock
}

/** What an open package says of itself, who signed it, and what would be refused. Nothing is verified. */
export async function inspectZip (zip: OpenZip): Promise<InspectedPackage> {
  const application = await readApplication(zip)
  if (application === undefined) return { findings: [] }
  if (application.type === 'ipa') return { application, findings: [] }
  // Google Play reads the signature of a bundle as that of a jar.
  const block = application.type === 'apk' ? await readSigningBlock(zip.handle, zip.archive) : undefined
  const signed = { ...application, ...await signersOf(zip, block) }
  return {
    application: signed,
    findings: await apkFindings(zip, signed),
    ...block !== undefined && { block }
  }
}

/** The same of a file, which errors name as `label`. */
export async function inspectPackage (
  path: string,
  label = path
): Promise<InspectedPackage & { entries: number, size: number }> {
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, label)
    const { size, entries: { length: entries } } = archive
    return { ...await inspectZip({ handle, archive }), entries, size }
  } catch (error) {
    throw namingPath(error, path)
  } finally {
    await handle.close()
  }
}
