const c1 = 0xcc9e2d51
const c2 = 0x1b873593

/**
 * MurmurHash3_x86_32 with seed 0 over the first `length` bytes. The packages of the registry hash UTF-16
 * units, which other languages cannot follow.
 */
export function murmur3 (bytes: Buffer, length = bytes.length): number {
  let hash = 0
  const whole = length & ~3
  for (let at = 0; at < whole; at += 4) {
    hash ^= mix(bytes.readInt32LE(at))
    hash = hash << 13 | hash >>> 19
    hash = Math.imul(hash, 5) + 0xe6546b64 | 0
  }
  let tail = 0
  for (let at = length - 1; at >= whole; at--) tail = tail << 8 | bytes.readUInt8(at)
  hash ^= mix(tail) ^ length
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b)
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35)
  return (hash ^ hash >>> 16) >>> 0
}

function mix (block: number): number {
  const spread = Math.imul(block, c1)
  return Math.imul(spread << 15 | spread >>> 17, c2)
}
