import type { SeededRandom } from '../benchmarks/sets/seeded-random.js'
import { assembled } from './sound-packages.js'
import type { SoundPackage } from './sound-packages.js'

/** Numbers at which lengths, counts and offsets go wrong. */
const oddNumbers = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000]
  .concat([0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff])

type Breaking = (bytes: Buffer, random: SeededRandom) => Buffer

/** One to eight bits, wherever they are. */
const flipBits: Breaking = (bytes, random) => {
  for (let left = random.integer(1, 8); left > 0 && bytes.length > 0; left--) {
    const at = random.integer(0, bytes.length - 1)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1 << random.integer(0, 7), at)
  }
  return bytes
}

/** A number, where formats of words of four bytes have theirs. */
const writeNumber: Breaking = (bytes, random) => {
  const width = random.pick([1, 2, 4, 4])
  if (bytes.length < width) return bytes
  const at = Math.floor(random.integer(0, bytes.length - width) / width) * width
  writeOdd(bytes, at, width, random)
  return bytes
}

const cutOff: Breaking = (bytes, random) => bytes.subarray(0, random.integer(0, bytes.length))

/** A piece is gone, comes twice, or stands in another place. */
const movePiece: Breaking = (bytes, random) => {
  const from = random.integer(0, bytes.length)
  const piece = bytes.subarray(from, from + random.integer(1, 64))
  const to = random.integer(0, bytes.length)
  const [first, last] = [bytes.subarray(0, to), bytes.subarray(to)]
  return random.pick([
    () => Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + piece.length)]),
    () => Buffer.concat([first, piece, last]),
    () => Buffer.concat([first, piece, last.subarray(piece.length)])
  ])()
}

/** The head of one of Android's chunks, at any depth, or what is right behind it. */
const breakChunk: Breaking = (bytes, random) => {
  const at = random.pick(chunkStarts(bytes, 0, bytes.length, 0))
  const [place, width] = random.pick([[0, 2], [2, 2], [4, 4], [8, 4], [12, 4], [16, 4], [20, 4], [24, 4]])
  if (at + place + width <= bytes.length) writeOdd(bytes, at + place, width, random)
  return bytes
}

/** A field of a record of the zip, or of the signing block. */
const breakRecord: Breaking = (bytes, random) => {
  const records = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08', 'APK Sig Block 42']
  const starts = records.flatMap(mark => placesOf(bytes, Buffer.from(mark, 'latin1')))
  if (starts.length === 0) return bytes
  const at = random.pick(starts) + random.integer(-12, 44)
  const width = random.pick([2, 4])
  if (at >= 0 && at + width <= bytes.length) writeOdd(bytes, at, width, random)
  return bytes
}

function writeOdd (bytes: Buffer, at: number, width: number, random: SeededRandom): void {
  const before = bytes.readUIntLE(at, width)
  const value = random.pick([random.pick(oddNumbers), before + random.integer(-8, 8)])
  bytes.writeUIntLE((value >>> 0) % 2 ** (8 * width), at, width)
}

function chunkStarts (bytes: Buffer, start: number, end: number, depth: number): number[] {
  const starts = [start]
  for (let at = start; at + 8 <= end && starts.length < 1000;) {
    const [head, size] = [bytes.readUInt16LE(at + 2), bytes.readUInt32LE(at + 4)]
    if (head < 8 || size < head || at + size > end) break
    starts.push(at, ...depth < 2 ? chunkStarts(bytes, at + head, at + size, depth + 1) : [])
    at += size
  }
  return starts
}

function placesOf (bytes: Buffer, mark: Buffer): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) places.push(at)
  return places
}

const breakings = [flipBits, writeNumber, cutOff, movePiece]

/** A package with something wrong in the file, in one of its entries, or in its signing block. */
export function brokenPackage (sound: SoundPackage, random: SeededRandom): Buffer {
  const where = random.pick(['file', 'entry', 'entry', 'entry', 'block'] as const)
  if (where === 'entry') {
    const name = random.pick(Object.keys(sound.files))
    const fit = /Manifest\.xml$|\.arsc$/.test(name)
      ? [...breakings, breakChunk, breakChunk]
      : name.endsWith('.apk')
      ? [...breakings, breakRecord, breakRecord]
      : breakings
    const bytes = broken(Buffer.from(sound.files[name] ?? []), fit, random)
    return assembled({ ...sound, files: { ...sound.files, [name]: bytes } })
  }
  if (where === 'block' && sound.block !== undefined) {
    return assembled({ ...sound, block: broken(Buffer.from(sound.block), breakings, random) })
  }
  return broken(assembled(sound), [...breakings, breakRecord, breakRecord], random)
}

function broken (bytes: Buffer, fit: readonly Breaking[], random: SeededRandom): Buffer {
  let result = bytes
  for (let left = random.integer(1, 3); left > 0; left--) {
    result = random.pick(fit)(Buffer.from(result), random)
  }
  return result
}
