import { PacklineError } from '../../errors.js'
import type { ReleasedPackage } from '../../release/released-packages.js'
import type { AndroidApplication } from './application.js'

type Signed = Pick<AndroidApplication, 'certificates' | 'earlierCertificates'>

/** Before it a rotated key is no key of an update: the signatures of v1 and v2 know no lineage. */
const lineageSdk = 28

/**
 * Throws PACKAGE_CERTIFICATE_DIFFERS where a device that has one of the earlier packages would not take this
 * one as an update (source.android.com, "APK Signature Scheme v3"), PACKAGE_UPLOAD_KEY_DIFFERS where Google
 * Play would not take a bundle; `replaced` are upload keys that it was told to forget.
 */
export function checkCertificate (
  row: string,
  made: AndroidApplication,
  earlier: readonly ReleasedPackage[],
  replaced: readonly string[] = []
): void {
  const isBundle = made.type === 'aab'
  for (const { release, application } of earlier) {
    if (isBundle ? isUpload(made, application, replaced) : isUpdate(made, application)) continue
    throw new PacklineError(isBundle ? 'PACKAGE_UPLOAD_KEY_DIFFERS' : 'PACKAGE_CERTIFICATE_DIFFERS', {
      row,
      release,
      found: currentSigners(made).join(', '),
      expected: currentSigners(application).join(', ')
    })
  }
}

function isUpload ({ certificates = [] }: Signed, before: Signed, replaced: readonly string[]): boolean {
  const { certificates: was = [] } = before
  return isSame(certificates, was) || was.every(each => replaced.includes(each))
}

function isUpdate (made: AndroidApplication, before: Signed): boolean {
  const was = currentSigners(before)
  const { minSdk, earlierCertificates = [] } = made
  const follows = isSame(currentSigners(made), was) || was.every(each => earlierCertificates.includes(each))
  const isForOldOnes = typeof minSdk === 'number' && minSdk < lineageSdk
  return follows && (!isForOldOnes || isSame(firstSigners(made), firstSigners(before)))
}

function currentSigners ({ certificates = [], earlierCertificates = [] }: Signed): string[] {
  const current = certificates.filter(each => !earlierCertificates.includes(each))
  return current.length > 0 ? current : certificates
}

/** Who signed for Androids that know no lineage. */
function firstSigners (signed: Signed): string[] {
  const { certificates = [], earlierCertificates = [] } = signed
  const first = certificates.filter(each => earlierCertificates.includes(each))
  return first.length > 0 ? first : currentSigners(signed)
}

function isSame (some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every(each => others.includes(each))
}
