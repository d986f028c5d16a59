/** The folder that the paths in csd and csi files start from. */
const name = 'cocosstudio'

/** The innermost folder named cocosstudio that `path`, with forward slashes, lies in or is. */
export function studioFolderOf (path: string): string | undefined {
  const parts = path.split('/')
  const last = parts.lastIndexOf(name)
  return last < 0 ? undefined : parts.slice(0, last + 1).join('/')
}
