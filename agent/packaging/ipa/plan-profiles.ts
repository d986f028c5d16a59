import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { Environment } from '../../config/home.js'
import type { Signing } from '../../config/signing-schema.js'
import { PacklineError, hasCode } from '../../errors.js'
import type { InspectedBaseline } from '../baseline.js'
import { filesMatching, inProject } from '../project-folder.js'
import type { Changes } from '../row-changes.js'
import type { Row } from '../rows.js'
import { readSigningKey } from '../signing-key.js'
import { appBundles } from './app-bundles.js'
import type { AppBundle } from './app-bundles.js'
import { profileFor, readProfile } from './provisioning-profile.js'
import type { ProvisioningProfile } from './provisioning-profile.js'

export interface ProfiledBundle extends AppBundle {
  profile: ProvisioningProfile
}

interface ProfileContext {
  project: string
  environment: Environment
  now: () => number
}

type SignedRow = Pick<Row, 'id'> & { signing: string }

/**
 * The profile of everything in an IPA that needs one, all of it checked before any work: what is missing,
 * over or does not go together would only be told by Apple's upload, or by a device.
 */
export async function planProfiles (
  row: SignedRow,
  baseline: InspectedBaseline,
  changes: Changes,
  signing: Signing,
  context: ProfileContext
): Promise<ProfiledBundle[]> {
  const { project, now } = context
  const profiles = await Promise.all(
    filesMatching(project, signing.profiles ?? []).map(async file =>
      await readProfile(inProject(project, file), file)
    )
  )
  const bundles = await appBundles(baseline, changes)
  checkIds(row, bundles)
  const profiled = bundles.map(bundle => ({ ...bundle, profile: profileOf(row, bundle, profiles) }))
  const used = [...new Set(profiled.map(({ profile }) => profile))]
  for (const profile of used) checkProfile(profile, now())
  checkTogether(row, used)
  await checkCertificate(row, used, signing, context)
  return profiled
}

function profileOf (
  { id: row, signing }: SignedRow,
  { id, path }: AppBundle,
  profiles: readonly ProvisioningProfile[]
): ProvisioningProfile {
  const profile = profileFor(profiles, id)
  if (profile !== undefined) return profile
  throw new PacklineError('PACKAGE_PROFILE_MISSING', {
    row,
    bundle: id,
    path,
    profiles: profiles.map(({ bundlePattern, file }) => `${bundlePattern} (${file})`).join(', ') || '–',
    signing
  })
}

/** iOS takes no extension whose id does not begin with that of its application. */
function checkIds ({ id: row }: SignedRow, bundles: readonly AppBundle[]): void {
  for (const { path, id, values } of bundles) {
    const holder = bundles.findLast(other => other.path !== path && path.startsWith(`${other.path}/`))
    const unfit = (key: string, found: string, expected: string): PacklineError =>
      new PacklineError('PACKAGE_BUNDLE_ID_UNFIT', {
        row,
        path: `${path}/Info.plist`,
        key,
        found,
        app: holder?.id,
        expected
      })
    if (holder !== undefined && !id.startsWith(`${holder.id}.`)) {
      throw unfit('CFBundleIdentifier', id, `${holder.id}.…`)
    }
    const companion = values.get('WKCompanionAppBundleIdentifier')
    if (holder !== undefined && typeof companion === 'string' && companion !== holder.id) {
      throw unfit('WKCompanionAppBundleIdentifier', companion, holder.id)
    }
  }
}

function checkProfile ({ name, file, expires, devices }: ProvisioningProfile, now: number): void {
  if (expires.getTime() <= now) {
    throw new PacklineError('PACKAGE_PROFILE_EXPIRED', { profile: name, file, date: dayOf(expires) })
  }
  if (devices === 0) throw new PacklineError('PACKAGE_PROFILE_NO_DEVICES', { profile: name, file })
}

function checkTogether ({ id: row }: SignedRow, [first, ...others]: readonly ProvisioningProfile[]): void {
  for (const other of others) {
    for (const part of ['team', 'kind'] as const) {
      if (first === undefined || first[part] === other[part]) continue
      throw new PacklineError('PACKAGE_PROFILES_DIFFER', {
        row,
        first: first.name,
        what: first[part],
        second: other.name,
        other: other[part]
      })
    }
  }
}

/** Of a p12; what a keychain holds is codesign's to say. */
async function checkCertificate (
  { signing: name }: SignedRow,
  profiles: readonly ProvisioningProfile[],
  signing: Signing,
  { project, environment, now }: ProfileContext
): Promise<void> {
  if (signing.p12 === undefined) return
  const key = await readSigningKey(name, signing, project, environment).catch((error: unknown) => {
    // Who only looks at a plan need not hold the secret; whoever signs is told.
    if (hasCode(error, 'PACKAGE_KEY_MISSING')) return undefined
    throw error
  })
  if (key === undefined) return
  const { file: where, password } = key
  const certificate = certificateIn(await readFile(where), password, { where, signing: name })
  if (certificate === undefined) return
  const about = { certificate: commonNameOf(certificate), signing: name }
  if (new Date(certificate.validTo).getTime() <= now()) {
    const date = dayOf(new Date(certificate.validTo))
    throw new PacklineError('PACKAGE_CERTIFICATE_EXPIRED', { ...about, date })
  }
  for (const { name: profile, file, certificates } of profiles) {
    if (certificates.some(each => each.fingerprint256 === certificate.fingerprint256)) continue
    throw new PacklineError('PACKAGE_PROFILE_CERTIFICATE', { ...about, profile, file })
  }
}

/** Undefined for one in a form that OpenSSL 3 does not read any longer. Throws PACKAGE_KEY_PASSWORD. */
function certificateIn (
  pfx: Buffer,
  passphrase: string,
  details: { where: string, signing: string }
): X509Certificate | undefined {
  try {
    const { context } = createSecureContext({ pfx, passphrase })
    // Of Node's own, and not in its documentation: without it this check is left out.
    const bytes: unknown = context?.getCertificate?.()
    return Buffer.isBuffer(bytes) ? new X509Certificate(bytes) : undefined
  } catch (error) {
    if (error instanceof Error && /mac verify failure/i.test(error.message)) {
      throw new PacklineError('PACKAGE_KEY_PASSWORD', details, { cause: error })
    }
    if (hasCode(error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION') || /unsupported/i.test(String(error))) {
      return undefined
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new PacklineError('PACKAGE_KEY_MISSING', { ...details, reason }, { cause: error })
  }
}

function commonNameOf ({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject
}

function dayOf (date: Date): string {
  return date.toISOString().slice(0, 10)
}
