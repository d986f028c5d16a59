import type { HotUpdate } from '../../config/hot-update-schema.js'
import type { Target } from '../../config/target-schema.js'

export interface ManifestUrls {
  packageUrl: string
  remoteVersionUrl: string
  remoteManifestUrl: string
}

/** Where the clients of a target ask for updates, or undefined when the project has no hot update. */
export function manifestUrls (hotUpdate: HotUpdate | undefined, target: Target): ManifestUrls | undefined {
  if (hotUpdate !== undefined) return targetUrls(hotUpdate, target)
  const url = target.hotUpdate?.url
  return url === undefined ? undefined : urlsBelow(url)
}

/** The same in a project that has hot updates: below its own address where the target has none. */
export function targetUrls ({ url }: HotUpdate, target: Target): ManifestUrls {
  return urlsBelow(target.hotUpdate?.url ?? `${url}${target.id}/`)
}

function urlsBelow (base: string): ManifestUrls {
  const packageUrl = base.endsWith('/') ? base : `${base}/`
  return {
    packageUrl,
    remoteVersionUrl: `${packageUrl}version.manifest`,
    remoteManifestUrl: `${packageUrl}project.manifest`
  }
}
