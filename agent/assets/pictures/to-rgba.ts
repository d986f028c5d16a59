/** 8-bit RGBA from 1 to 4 channels of 8 or, in the machine's byte order, 16 bits. */
export function toRgba (samples: Uint8Array, pixelCount: number, is16Bit: boolean): Uint8Array {
  const bytes = is16Bit ? narrowed(samples) : samples
  switch (bytes.length / pixelCount) {
    case 4:
      return aligned(bytes)
    case 3:
      return widened(
        pixelCount,
        at => (0xff000000 | bytes[at * 3 + 2]! << 16 | bytes[at * 3 + 1]! << 8 | bytes[at * 3]!)
      )
    case 2:
      return widened(pixelCount, at => bytes[at * 2 + 1]! << 24 | bytes[at * 2]! * 0x010101)
    case 1:
      return widened(pixelCount, at => 0xff000000 | bytes[at]! * 0x010101)
    default:
      return new Uint8Array(0)
  }
}

function widened (pixelCount: number, wordAt: (at: number) => number): Uint8Array {
  const words = new Uint32Array(pixelCount)
  for (let at = 0; at < pixelCount; at++) words[at] = wordAt(at)
  return new Uint8Array(words.buffer)
}

function narrowed (samples: Uint8Array): Uint8Array {
  const wide = new Uint16Array(aligned(samples).buffer, aligned(samples).byteOffset, samples.length >> 1)
  return Uint8Array.from(wide, sample => Math.round(sample / 257))
}

/**
 * pixelWords needs memory that starts on a multiple of 4; the decoders' does, a slice of a shared pool may
 * not.
 */
function aligned (bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
}
