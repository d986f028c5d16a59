import type { HotUpdate } from '../../config/hot-update-schema.js'
import type { ManifestUrls } from './manifest-urls.js'

/**
 * What AssetsManagerEx of cocos2d-x reads. version.manifest is the same without `assets` and `searchPaths`.
 */
export interface VersionManifest {
  packageUrl: string
  remoteManifestUrl: string
  remoteVersionUrl: string
  version: string
  groupVersions: Record<string, string>
  engineVersion: string
}

export interface ProjectManifest extends VersionManifest {
  assets: Record<string, { md5: string, size: number }>
  searchPaths: string[]
}

export interface ContentFile {
  sha256: string
  md5: string
  size: number
}

/** Files by path, sorted by path. */
export type Content = ReadonlyMap<string, ContentFile>

export function projectManifest (
  version: string,
  content: Content,
  packageUrl: string,
  { remoteManifestUrl, remoteVersionUrl }: ManifestUrls,
  { engineVersion, searchPaths }: HotUpdate
): ProjectManifest {
  return {
    packageUrl,
    remoteManifestUrl,
    remoteVersionUrl,
    version,
    groupVersions: {},
    engineVersion,
    assets: Object.fromEntries([...content].map(([path, { md5, size }]) => [path, { md5, size }])),
    searchPaths
  }
}

export function versionManifest ({ assets, searchPaths, ...manifest }: ProjectManifest): VersionManifest {
  return manifest
}

export function formatManifest (manifest: VersionManifest | ProjectManifest): string {
  return `${JSON.stringify(manifest)}\n`
}
