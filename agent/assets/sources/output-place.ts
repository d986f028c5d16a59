import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError, hasCode } from '../../errors.js'

/** Where outputs go: links are somebody's decision about where things lie, and stay. */
export interface OutputPlace {
  /** Real path, of a folder that need not be there yet. */
  output: string
  /** The same relative to the project, when it lies in it. */
  inside: string | undefined
}

/**
 * The real folder behind `assets.output`. Throws OUTPUT_LEAVES_PROJECT for links out of the project that the
 * project file does not allow, and for those that lead to the project or above it.
 */
export function outputPlace (
  root: string,
  { output: folder, outsideProject }: ProjectFile['assets']
): OutputPlace {
  const output = realPlace(join(root, folder))
  if (`${output}${sep}`.startsWith(`${root}${sep}`) && output !== root) {
    return { output, inside: relative(root, output).replaceAll(sep, '/') }
  }
  if (!outsideProject || `${root}${sep}`.startsWith(`${output}${sep}`)) {
    throw new PacklineError('OUTPUT_LEAVES_PROJECT', { folder, target: output })
  }
  return { output, inside: undefined }
}

/** The real path of something that may not be there yet, nor what a link to it names. */
function realPlace (path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  return isLink
    ? realPlace(resolve(dirname(path), readlinkSync(path)))
    : join(realPlace(dirname(path)), basename(path))
}
