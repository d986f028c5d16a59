import { androidValue, childrenNamed, plainValue } from '../../formats/android/manifest-element.js'
import type { ManifestElement, ManifestValue } from '../../formats/android/manifest-element.js'
import type { AndroidApplication } from './application.js'
import type { ResourceLookup } from './resource-lookup.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const noResources: ResourceLookup = () => ({})

/**
 * What a manifest says. `names` are the entries of the package; `lookup` is asked for what stands
 * elsewhere.
 */
export function androidApplication (
  type: AndroidApplication['type'],
  manifest: ManifestElement,
  names: Iterable<string>,
  lookup: ResourceLookup = noResources
): AndroidApplication {
  if (manifest.name !== 'manifest') throw new ReasonError(phrase('manifest.first', { name: manifest.name }))
  const id = plainValue(manifest, 'package')
  if (typeof id !== 'string' || id === '') throw new ReasonError(phrase('manifest.noPackage'))
  const single = (value: ManifestValue | undefined): string | number | boolean | undefined =>
    typeof value === 'object' ? lookup(value.resource).default : value
  const [application] = childrenNamed(manifest, 'application')
  const flag = (name: 'debuggable' | 'testOnly' | 'extractNativeLibs'): boolean | undefined => {
    const value = application && single(androidValue(application, name))
    return value === undefined ? undefined : isSet(value)
  }
  const version = single(androidValue(manifest, 'versionName'))
  const build = versionCode(manifest, single)
  const label = application && textsOf(androidValue(application, 'label'), lookup)
  const split = plainValue(manifest, 'split')
  const configForSplit = plainValue(manifest, 'configForSplit')
  return {
    type,
    id,
    ...version !== undefined && { version: String(version) },
    ...build !== undefined && { build },
    ...label !== undefined && { label },
    ...sdkLevels(manifest, single),
    abis: abisOf(type, names),
    isDebuggable: flag('debuggable') ?? false,
    isTestOnly: flag('testOnly') ?? false,
    extractsLibraries: flag('extractNativeLibs') ?? true,
    ...typeof split === 'string' && split !== '' && { split },
    ...typeof configForSplit === 'string' && { configForSplit },
    ...isSet(single(androidValue(manifest, 'isSplitRequired'))) && { isSplitRequired: true }
  }
}

function isSet (value: string | number | boolean | undefined): boolean {
  return value !== undefined && value !== 0 && value !== false && value !== 'false'
}

type Single = (value: ManifestValue | undefined) => string | number | boolean | undefined

/** The lower half of 64 bits, the upper is versionCodeMajor (`composeLongVersionCode`). */
function versionCode (manifest: ManifestElement, single: Single): number | undefined {
  const code = single(androidValue(manifest, 'versionCode'))
  if (code === undefined) return undefined
  const major = Number(single(androidValue(manifest, 'versionCodeMajor')) ?? 0)
  const low = Number(code)
  return Number.isFinite(low) ? major * 2 ** 32 + (low < 0 ? low + 2 ** 32 : low) : undefined
}

function sdkLevels (
  manifest: ManifestElement,
  single: Single
): Pick<AndroidApplication, 'minSdk' | 'targetSdk'> {
  const level = (name: 'minSdkVersion' | 'targetSdkVersion'): number | string | undefined => {
    const values = childrenNamed(manifest, 'uses-sdk').map(each => single(androidValue(each, name)))
    const value = values.findLast(each => each !== undefined)
    if (value === undefined || typeof value === 'boolean') return undefined
    return /^\d+$/.test(String(value)) ? Number(value) : value
  }
  // Android's own defaults: 1, and as the lowest one.
  const minSdk = level('minSdkVersion') ?? 1
  return { minSdk, targetSdk: level('targetSdkVersion') ?? minSdk }
}

function textsOf (
  value: ManifestValue | undefined,
  lookup: ResourceLookup
): Record<string, string> | undefined {
  if (value === undefined) return undefined
  const values = typeof value === 'object' ? lookup(value.resource) : { default: value }
  const texts = Object.entries(values).map(([locale, each]) => [locale, String(each)])
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

const libraryPatterns = { apk: /^lib\/([^/]+)\/[^/]+\.so$/, aab: /^[^/]+\/lib\/([^/]+)\/[^/]+\.so$/ }

function abisOf (type: AndroidApplication['type'], names: Iterable<string>): string[] {
  const abis = new Set<string>()
  for (const name of names) {
    const abi = libraryPatterns[type].exec(name)?.[1]
    if (abi !== undefined) abis.add(abi)
  }
  return [...abis].sort()
}
