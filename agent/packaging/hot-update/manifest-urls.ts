import type { HotUpdate } from '../../config/hot-update-schema.js'
import type { Target } from '../../config/target-schema.js'
import { nativeOf } from '../../release/hot-update-line.js'
import { noTarget } from '../../release/registry-model.js'
import type { Row } from '../rows.js'

export interface ManifestUrls {
  packageUrl: string
  remoteVersionUrl: string
  remoteManifestUrl: string
}

/** Stands for all players in a project without targets. */
export const anyTarget: Target = {
  id: noTarget,
  kind: '',
  environment: '',
  priority: 0,
  match: {},
  parameters: {}
}

/** The target whose hot updates the players of a row get. */
export function updatesFor (
  { target, pairingDefinition }: Pick<Row, 'target' | 'pairingDefinition'>,
  { targets }: { targets: readonly Target[] }
): Target {
  return targets.find(({ id }) => id === pairingDefinition?.hotUpdate) ?? target ?? anyTarget
}

/**
 * Where clients of a target ask for updates of their native version, or undefined when the project has no hot
 * update. This one rule goes for packages, manifests and, by way of them, resolve.
 */
export function manifestUrls (
  hotUpdate: HotUpdate | undefined,
  target: Target,
  native?: string
): ManifestUrls | undefined {
  if (hotUpdate !== undefined) return targetUrls(hotUpdate, target, native)
  const url = target.hotUpdate?.url
  return url === undefined ? undefined : urlsBelow(url, native)
}

/** The same in a project that has hot updates: below its own address where the target has none. */
export function targetUrls ({ url }: HotUpdate, target: Target, native?: string): ManifestUrls {
  return urlsBelow(target.hotUpdate?.url ?? `${url}${target.id}/`, native)
}

function urlsBelow (base: string, native: string | undefined): ManifestUrls {
  const folder = base.endsWith('/') ? base : `${base}/`
  const packageUrl = native === undefined ? folder : `${folder}${nativeOf(native)}/`
  return {
    packageUrl,
    remoteVersionUrl: `${packageUrl}version.manifest`,
    remoteManifestUrl: `${packageUrl}project.manifest`
  }
}
