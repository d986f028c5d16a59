/** A value as the manifest holds it; what stands elsewhere is the id of a resource. */
export type ManifestValue = string | number | boolean | { resource: number }

export interface ManifestAttribute {
  /**
   * Of Android's own attributes the id is what counts: tools that shrink or harden packages take the
   * name away.
   */
  resourceId: number
  namespace: string
  name: string
  /** Undefined for a value of a kind that manifests do not need, such as a colour. */
  value: ManifestValue | undefined
}

/** An element of an AndroidManifest.xml, whichever of its two binary forms it was read from. */
export interface ManifestElement {
  readonly name: string
  readonly attributes: readonly ManifestAttribute[]
  readonly children: readonly ManifestElement[]
}

/** Ids of the attributes in Android's own package that manifests are read by, from its public.xml. */
export const attributeIds = {
  label: 0x0101_0001,
  icon: 0x0101_0002,
  name: 0x0101_0003,
  manageSpaceActivity: 0x0101_0004,
  permission: 0x0101_0006,
  readPermission: 0x0101_0007,
  writePermission: 0x0101_0008,
  permissionGroup: 0x0101_000a,
  sharedUserId: 0x0101_000b,
  debuggable: 0x0101_000f,
  process: 0x0101_0011,
  taskAffinity: 0x0101_0012,
  authorities: 0x0101_0018,
  targetPackage: 0x0101_0021,
  value: 0x0101_0024,
  resource: 0x0101_0025,
  drawable: 0x0101_0199,
  targetActivity: 0x0101_0202,
  minSdkVersion: 0x0101_020c,
  versionCode: 0x0101_021b,
  versionName: 0x0101_021c,
  targetSdkVersion: 0x0101_0270,
  testOnly: 0x0101_0272,
  backupAgent: 0x0101_027f,
  parentActivityName: 0x0101_03a7,
  extractNativeLibs: 0x0101_04ea,
  roundIcon: 0x0101_052c,
  versionCodeMajor: 0x0101_0576,
  appComponentFactory: 0x0101_057a,
  isSplitRequired: 0x0101_0591,
  zygotePreloadName: 0x0101_059d
} as const

export type AttributeName = keyof typeof attributeIds

/** The value of an attribute of Android's own. */
export function androidValue (
  { attributes }: ManifestElement,
  name: AttributeName
): ManifestValue | undefined {
  return attributes.find(({ resourceId }) => resourceId === attributeIds[name])?.value
}

/** The value of an attribute without a namespace, as `package` and `split` are. */
export function plainValue ({ attributes }: ManifestElement, name: string): ManifestValue | undefined {
  return attributes.find(each => each.resourceId === 0 && each.namespace === '' && each.name === name)?.value
}

export function childrenNamed ({ children }: ManifestElement, name: string): ManifestElement[] {
  return children.filter(child => child.name === name)
}
