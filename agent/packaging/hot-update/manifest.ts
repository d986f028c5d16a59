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
  assets: Record<string, { md5: string, size: number, compressed?: true }>
  searchPaths: string[]
}

/** By what clients tell files apart. */
export interface Asset {
  md5: string
  size: number
}

export interface ContentFile extends Asset {
  sha256: string
}

/** Files by path, sorted by path. */
export type Content = ReadonlyMap<string, ContentFile>

export function projectManifest (
  version: string,
  content: ReadonlyMap<string, Asset>,
  packageUrl: string,
  { remoteManifestUrl, remoteVersionUrl }: ManifestUrls,
  { engineVersion, searchPaths, content: folders }: HotUpdate
): ProjectManifest {
  const packed = folders.filter(({ unpackZips }) => !unpackZips).map(({ to }) => to)
  const asset = (
    [path, { md5, size }]: [string, Asset]
  ): [string, ProjectManifest['assets'][string]] => [
    assetKey(path),
    { md5, size, ...isUnpacked(path, packed) && { compressed: true } }
  ]
  return {
    packageUrl,
    remoteManifestUrl,
    remoteVersionUrl,
    version,
    groupVersions: {},
    engineVersion,
    assets: Object.fromEntries([...content].map(asset)),
    searchPaths
  }
}

/**
 * A path as clients are told it. They append it to an address as it is, and NSURL takes no blanks, brackets
 * or Chinese; version_generator.js, which comes with the engine, writes encodeURI(path).
 */
export function assetKey (path: string): string {
  return encodeURI(path)
}

/** Clients unpack a zip where it lies and remove it, unless its folder says that the game reads it itself. */
export function isUnpacked (path: string, packed: readonly string[]): boolean {
  return /\.zip$/i.test(path) && !packed.some(folder => path.startsWith(folder))
}

export function versionManifest ({ assets, searchPaths, ...manifest }: ProjectManifest): VersionManifest {
  return manifest
}

export function formatManifest (manifest: VersionManifest | ProjectManifest): string {
  return `${JSON.stringify(manifest)}\n`
}
