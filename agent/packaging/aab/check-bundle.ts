import { PacklineError } from '../../errors.js'

/** What a module may hold, and what may lie beside modules: Android's App Bundle format. */
const inModule =
  /^(manifest\/AndroidManifest\.xml|(dex|res|root|assets|lib|apex)\/.+|(resources|native|assets|apex|runtime_enabled_sdk_config)\.pb)$/
const beside = /^(BundleConfig\.pb|BUNDLE-METADATA\/.+|META-INF\/.+)$/

/**
 * Throws PACKAGE_BUNDLE_UNFIT for the first thing that Google Play would not take: by the names of its
 * entries, which is where edits go wrong.
 */
export function checkBundle (names: readonly string[], file: string): void {
  const unfit = (entry: string): PacklineError => new PacklineError('PACKAGE_BUNDLE_UNFIT', { file, entry })
  const lacks = (entry: string): PacklineError => new PacklineError('PACKAGE_ENTRY_MISSING', { file, entry })
  const has = (name: string): boolean => names.includes(name)
  if (has('AndroidManifest.xml')) throw unfit('AndroidManifest.xml')
  if (!has('BundleConfig.pb')) throw lacks('BundleConfig.pb')
  if (!has('base/manifest/AndroidManifest.xml')) throw lacks('base/manifest/AndroidManifest.xml')
  const modules = new Set(
    names.flatMap(name => /^([^/]+)\/manifest\/AndroidManifest\.xml$/.exec(name)?.[1] ?? [])
  )
  for (const name of names) {
    if (name.endsWith('/') || beside.test(name)) continue
    const slash = name.indexOf('/')
    const [module, rest] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)]
    if (!modules.has(module) || !inModule.test(rest)) throw unfit(name)
  }
}
