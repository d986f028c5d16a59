/** What an APK or an app bundle says of itself, as Android reads it. */
export interface AndroidApplication {
  type: 'apk' | 'aab'
  /** The package name. */
  id: string
  version?: string
  /** The version code. */
  build?: number
  /** By language (BCP 47), `default` where no other fits. */
  label?: Record<string, string>
  /** API levels; the code name of a preview. */
  minSdk: number | string
  targetSdk: number | string
  /** The kinds of processors that it holds native libraries for. */
  abis: string[]
  isDebuggable: boolean
  isTestOnly: boolean
  /** Whether Android unpacks native libraries at installation; else it maps them from the package. */
  extractsLibraries: boolean
  /** Of one part of a split APK. */
  split?: string
  /** Of a configuration split: the part whose resources it adds to; empty for the base. */
  configForSplit?: string
  /** It starts only beside its other parts. */
  isSplitRequired?: boolean
  /** sha256 of the certificates that signed it, which an update has to have as well. */
  certificates?: string[]
  /** Of a key that was rotated: sha256 of the certificates before it, as its lineage tells them. */
  earlierCertificates?: string[]
  /** By the key that Android's tools make for a developer's machine; no store takes it. */
  isDebugSigned?: boolean
}

/** A program inside an IPA beside its application. */
export interface AppleExtension {
  /** Its folder inside the package. */
  path: string
  id: string
  version?: string
  build?: string
  /** What it extends, such as com.apple.usernotifications.service; none for a watch app or an app clip. */
  point?: string
}

/** What an IPA says of itself. */
export interface AppleApplication {
  type: 'ipa'
  /** The bundle id. */
  id: string
  version?: string
  /** CFBundleVersion, which need not be a number. */
  build?: string
  label?: Record<string, string>
  minSystem?: string
  extensions: AppleExtension[]
}

export type Application = AndroidApplication | AppleApplication
