/** The first and last byte that are to be sent. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * What `Range` asks for of `size` bytes (RFC 9110): undefined for everything, which an answer to a header
 * that is none, or that asks for several pieces, may be too; `none` where no such bytes are.
 */
export function rangeOf (header: string | undefined, size: number): ByteRange | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'none' : { start, end }
}
