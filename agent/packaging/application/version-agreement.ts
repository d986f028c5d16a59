import { PacklineError } from '../../errors.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import type { PackageVersion } from '../config-document.js'
import type { Application } from './application.js'

const fields = {
  android: { version: 'versionName', build: 'versionCode' },
  apple: { version: 'CFBundleShortVersionString', build: 'CFBundleVersion' }
} as const

/**
 * Throws PACKAGE_VERSION_DIFFERS or PACKAGE_BUNDLE_VERSION_DIFFERS where a package is of another version or
 * build than was ordered: servers and stores go by what the package says.
 */
export function checkVersion (
  row: string,
  application: Application,
  { version, build }: PackageVersion
): void {
  const names = application.type === 'ipa' ? fields.apple : fields.android
  const differs = (field: 'version' | 'build', expected: string): PacklineError => {
    const details = {
      row,
      field: names[field],
      found: String(application[field] ?? 'none'),
      expected,
      option: field === 'version' ? '--app-version' : '--build'
    }
    if (application.type === 'aab') return new PacklineError('PACKAGE_BUNDLE_VERSION_DIFFERS', details)
    const edit = application.type === 'ipa'
      ? `{ "plist": "{app}/Info.plist", "set": { "${names[field]}": "{${field}}" } }`
      : `{ "manifest": { "${field}": "{${field}}" } }`
    return new PacklineError('PACKAGE_VERSION_DIFFERS', { ...details, edit })
  }
  if (!isVersion(application.version, version)) throw differs('version', version)
  if (String(application.build) !== String(build)) throw differs('build', String(build))
}

/** As stores and servers compare them: 1.4 is 1.4.0. */
function isVersion (found: string | undefined, expected: string): boolean {
  if (found === expected) return true
  return found !== undefined && parseVersion(found) !== undefined && compareVersions(found, expected) === 0
}
