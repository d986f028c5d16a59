import { isNamedByQuality, outputOf } from '../../sources/groups.js'
import type { Group } from '../../sources/group.js'

/** The output path of a set without page number and extension. */
export function stemOf (group: Group, scale: number): string {
  const output = outputOf(group)
  // Without an output in the project file a group of the project's own files has no folder to be named for.
  const stem = output === '' ? group.dir : output
  if (stem.includes('{scale}')) return stem.replaceAll('{scale}', String(scale))
  return scale === 1 || isNamedByQuality(group) ? stem : `${stem}@${scale}x`
}

export function pageStemOf (stem: string, pattern: string, number: number | string): string {
  const name = baseName(stem)
  return stem.slice(0, stem.length - name.length) +
    pattern.replaceAll('{name}', name).replaceAll('{n}', String(number))
}

export function baseName (path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
