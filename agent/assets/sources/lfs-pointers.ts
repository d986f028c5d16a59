import { PacklineError } from '../../errors.js'

/** One error for all files of a rule that were not fetched: where one is a pointer, mostly all are. */
export function pointerErrors (
  rule: string,
  paths: readonly string[],
  pointers: ReadonlySet<string>
): PacklineError[] {
  const found = pointers.size === 0 ? [] : [...new Set(paths)].filter(path => pointers.has(path))
  const [file] = found
  return file === undefined
    ? []
    : [new PacklineError('SCAN_LFS_POINTER', { rule, file, count: found.length })]
}
