import type { Serializer } from '../actions/reference.js'

export type { Serializer } from '../actions/reference.js'

export function isCsd (name: string): boolean {
  return /\.csd$/i.test(name)
}

export function isCsb (name: string): boolean {
  return /\.csb$/i.test(name)
}

export function isCsi (name: string): boolean {
  return /\.csi$/i.test(name)
}

export function isCcs (name: string): boolean {
  return /\.ccs$/i.test(name)
}

/** What a csd is published as: everything from the last point on is replaced, as the engine does. */
export function publishedName (path: string, serializer: Serializer): string {
  const point = path.lastIndexOf('.')
  return `${point < 0 ? path : path.slice(0, point)}.${serializer}`
}

export function nestedCsb (path: string): string {
  return publishedName(path, 'csb')
}

/** The sheet of a csi, beside which its picture lies. */
export function plistOfCsi (path: string): string {
  return `${path.slice(0, path.lastIndexOf('.'))}.plist`
}
