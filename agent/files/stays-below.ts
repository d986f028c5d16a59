const plain = /^(?!\.{0,2}(?:\/|$))(?!.*\/\.{0,2}(?:\/|$))[^\\\0]+$/s

/** Whether a relative path leads to something below the folder that it is taken in, on every system. */
export function staysBelow (path: string): boolean {
  return plain.test(path)
}
