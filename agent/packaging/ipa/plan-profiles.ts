import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Environment } from '../../config/home.js'
import type { Signing } from '../../config/signing-schema.js'
import { PacklineError, hasCode } from '../../errors.js'
import type { InspectedBaseline } from '../baseline.js'
import { filesMatching, inProject } from '../project-folder.js'
import type { Changes } from '../entry-change.js'
import type { Row } from '../rows.js'
import { readSigningKey } from '../signing-key.js'
import type { SigningKey } from '../signing-key.js'
import type { SigningTools } from '../signing-tools.js'
import { appBundles } from './app-bundles.js'
import type { AppBundle } from './app-bundles.js'
import { openP12 } from './p12-certificate.js'
import { profileFor, readProfile } from './provisioning-profile.js'
import type { ProvisioningProfile } from './provisioning-profile.js'

export interface ProfiledBundle extends AppBundle {
  profile: ProvisioningProfile
}

interface ProfileContext {
  project: string
  environment: Environment
  now: () => number
  tools: Pick<SigningTools, 'apple'>
  signal: AbortSignal
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
  context: ProfileContext
): Promise<void> {
  const { project, environment, now } = context
  if (signing.p12 === undefined) return
  const key = await readSigningKey(name, signing, project, environment).catch((error: unknown) => {
    // Who only looks at a plan need not hold the secret; whoever signs is told.
    if (hasCode(error, 'PACKAGE_KEY_MISSING')) return undefined
    throw error
  })
  if (key === undefined) return
  const certificate = await certificateIn(key, name, context)
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

/** Undefined where nothing here reads its form. Throws PACKAGE_KEY_PASSWORD. */
async function certificateIn (
  key: SigningKey,
  name: string,
  { tools, signal }: ProfileContext
): Promise<X509Certificate | undefined> {
  const details = { where: key.file, signing: name }
  const opened = openP12(await readFile(key.file), key.password)
  if (!('problem' in opened)) return opened.certificate
  const { problem, reason } = opened
  if (problem === 'form') return await tools.apple?.certificateOf(key, name, signal)
  throw new PacklineError(problem === 'password' ? 'PACKAGE_KEY_PASSWORD' : 'PACKAGE_KEY_MISSING', {
    ...details,
    reason
  })
}

function commonNameOf ({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject
}

function dayOf (date: Date): string {
  return date.toISOString().slice(0, 10)
}
