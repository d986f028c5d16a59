import type { HotUpdate } from '../../config/package-schema.js'
import type { Target } from '../../config/release-schema.js'

export interface ManifestUrls {
  packageUrl: string
  remoteVersionUrl: string
  remoteManifestUrl: string
}

/** Where the clients of a target ask for updates, or undefined when the project has no hot update. */
export function manifestUrls (hotUpdate: HotUpdate | undefined, target: Target): ManifestUrls | undefined {
  const given = target.hotUpdate?.url
  if (given === undefined && hotUpdate === undefined) return undefined
  const base = given ?? `${hotUpdate!.url}${target.id}/`
  const packageUrl = base.endsWith('/') ? base : `${base}/`
  return {
    packageUrl,
    remoteVersionUrl: `${packageUrl}version.manifest`,
    remoteManifestUrl: `${packageUrl}project.manifest`
  }
}
