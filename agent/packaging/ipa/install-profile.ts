import { open } from 'node:fs/promises'
import { PacklineError } from '../../errors.js'
import { readEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipSource } from '../../formats/zip/zip-source.js'
import { parseProfile } from './provisioning-profile.js'
import type { ProvisioningProfile } from './provisioning-profile.js'

/** Who may install an IPA outside of a store. */
export interface InstallProfile {
  kind: ProvisioningProfile['kind']
  name: string
  expires: string
  /** Undefined where any device will do. */
  devices?: readonly string[]
}

const maxProfileBytes = 4 * 1024 ** 2

/** The profile in the IPA at `path`; undefined where it has none, or one that cannot be read. */
export async function installProfile (path: string, label: string): Promise<InstallProfile | undefined> {
  const handle = await open(path, 'r')
  try {
    return await profileIn(handle, label)
  } finally {
    await handle.close()
  }
}

/** The same of an IPA that is read in pieces. Throws what its source throws, unless that is of packages. */
export async function profileIn (source: ZipSource, label: string): Promise<InstallProfile | undefined> {
  try {
    const archive = await readZip(source, label, { zip64: true })
    const entry = archive.entries.find(({ name }) =>
      /^Payload\/[^/]+\.app\/embedded\.mobileprovision$/.test(name)
    )
    if (entry === undefined) return undefined
    const bytes = await readEntry(source, archive, entry, maxProfileBytes)
    const { kind, name, expires, deviceIds } = parseProfile(bytes, label)
    return {
      kind,
      name,
      expires: expires.toISOString(),
      ...deviceIds !== undefined && { devices: deviceIds }
    }
  } catch (error) {
    if (error instanceof PacklineError && error.code.startsWith('PACKAGE_')) return undefined
    throw error
  }
}
