import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'
// The ELF header and the program headers, from the System V ABI (gABI), chapters 4 and 5.

const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46])
const class64 = 2
const littleEndian = 1
const loadSegment = 1

interface ElfHeader {
  is64Bit: boolean
  /** To how many bytes each segment that is loaded has to be aligned in memory. */
  loadAlignments: number[]
}

/** Reads `start`, the first bytes of a shared library. Throws an error whose message is a reason. */
export function readElfHeader (start: Buffer): ElfHeader {
  if (!start.subarray(0, 4).equals(magic)) throw new ReasonError(phrase('elf.none'))
  if (start.readUInt8(5) !== littleEndian) throw new ReasonError(phrase('elf.order'))
  const is64Bit = start.readUInt8(4) === class64
  const table = is64Bit ? Number(start.readBigUInt64LE(32)) : start.readUInt32LE(28)
  const size = start.readUInt16LE(is64Bit ? 54 : 42)
  const count = start.readUInt16LE(is64Bit ? 56 : 44)
  const loadAlignments: number[] = []
  for (let index = 0; index < count; index++) {
    const at = table + index * size
    if (at + size > start.length) throw new ReasonError(phrase('elf.headers'))
    if (start.readUInt32LE(at) !== loadSegment) continue
    loadAlignments.push(is64Bit ? Number(start.readBigUInt64LE(at + 48)) : start.readUInt32LE(at + 28))
  }
  return { is64Bit, loadAlignments }
}
