/** A container image that is a part of a release. */
export interface ReleasedImage {
  repository: string
  digest: string
  /** The service of the environments that it is. */
  service?: string
}
