/** The folder that the paths in csd and csi files start from. */
const name = 'cocosstudio'

/** The innermost folder named cocosstudio that `path`, with forward slashes, lies in or is. */
export function studioFolderOf (path: string): string | undefined {
  const parts = path.split('/')
  const last = parts.lastIndexOf(name)
  return last < 0 ? undefined : parts.slice(0, last + 1).join('/')
}

/** The folder of the sources of a Cocos Studio project (.ccs). */
export function studioBeside (ccs: string): string {
  const end = ccs.lastIndexOf('/')
  return end < 0 ? name : `${ccs.slice(0, end)}/${name}`
}
