const base = 65_521
/** So many bytes can be summed up before their sums have to be brought below the base. */
const bytesOfSums = 5552

/** The Adler-32 of some bytes (RFC 1950, 8.2). */
export function adlerOf (bytes: Uint8Array): number {
  let [a, b] = [1, 0]
  for (let at = 0; at < bytes.length;) {
    for (const end = Math.min(at + bytesOfSums, bytes.length); at < end; at++) {
      a += bytes[at]!
      b += a
    }
    a %= base
    b %= base
  }
  return (b << 16 | a) >>> 0
}

/** The Adler-32 of two parts, from those of each and the length of the second. */
export function combinedAdler (first: number, second: number, secondBytes: number): number {
  const [a1, b1, a2, b2] = [first & 0xffff, first >>> 16, second & 0xffff, second >>> 16]
  const a = (a1 + a2 + base - 1) % base
  const b = (b1 + b2 + secondBytes % base * (a1 + base - 1)) % base
  return (b << 16 | a) >>> 0
}
