import { imageDigest, imageName, imageRepository } from '../config/container-image-schema.js'

/** An image as it is named, with all that tools would fill in by themselves. */
export interface ImageReference {
  /** HOST/PATH. */
  repository: string
  tag?: string
  digest?: string
}

const usualHost = 'docker.io'

/** Undefined for what names no image of a registry, such as a file or another transport. */
export function parseReference (text: string): ImageReference | undefined {
  const [name = '', digest, ...more] = text.split('@')
  const isNamed = new RegExp(imageName).test(name) && more.length === 0
  if (!isNamed || (digest !== undefined && !new RegExp(imageDigest).test(digest))) return undefined
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  const tag = colon < 0 ? undefined : name.slice(colon + 1)
  const repository = withHost(colon < 0 ? name : name.slice(0, colon))
  if (!new RegExp(imageRepository).test(repository)) return undefined
  return { repository, ...tag !== undefined && { tag }, ...digest !== undefined && { digest } }
}

/** As docker.io/library/debian for debian: which registry a short name means is no matter of the machine. */
function withHost (name: string): string {
  const [first = '', ...rest] = name.split('/')
  if (rest.length === 0) return `${usualHost}/library/${name}`
  return /[.:]/.test(first) || first === 'localhost' ? name : `${usualHost}/${name}`
}

export function registryOf (repository: string): string {
  return repository.slice(0, repository.indexOf('/'))
}

/** Over HTTP without TLS only what never leaves the machine. */
export function isOnThisMachine (repository: string): boolean {
  return /^(127\.0\.0\.1|localhost)(:|$)/.test(registryOf(repository))
}
