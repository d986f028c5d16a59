// Numbers of the System V ABI (gABI 5, "Note Section"), GNU's .note.gnu.build-id, and <mach-o/loader.h>.
const elfMagic = 0x464c457f
const noteSegment = 4
const buildIdNote = 3
const machMagics: ReadonlyMap<number, number> = new Map([[0xfeedface, 28], [0xfeedfacf, 32]])
const uuidCommand = 0x1b

/** So much of a binary or of its symbols is looked at: linkers put the id into the first pages. */
export const headBytes = 256 * 1024

/** By what a binary and its symbols know each other, from the first bytes of either. */
export function buildIdOf (head: Buffer): string | undefined {
  try {
    if (head.length < 64) return undefined
    const magic = head.readUInt32LE(0)
    if (magic === elfMagic) return gnuBuildId(head)
    const header = machMagics.get(magic)
    return header === undefined ? undefined : machUuid(head, header)
  } catch (error) {
    // What it points to lies behind what was read, or nowhere.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function gnuBuildId (head: Buffer): string | undefined {
  const is64Bit = head.readUInt8(4) === 2
  const table = is64Bit ? Number(head.readBigUInt64LE(32)) : head.readUInt32LE(28)
  const size = head.readUInt16LE(is64Bit ? 54 : 42)
  for (let index = 0; index < head.readUInt16LE(is64Bit ? 56 : 44); index++) {
    const at = table + index * size
    if (head.readUInt32LE(at) !== noteSegment) continue
    const start = is64Bit ? Number(head.readBigUInt64LE(at + 8)) : head.readUInt32LE(at + 4)
    const length = is64Bit ? Number(head.readBigUInt64LE(at + 32)) : head.readUInt32LE(at + 16)
    const found = noteIn(head, start, start + length)
    if (found !== undefined) return found
  }
  return undefined
}

function noteIn (head: Buffer, start: number, end: number): string | undefined {
  const padded = (size: number): number => Math.ceil(size / 4) * 4
  for (let at = start; at + 12 <= end;) {
    const [nameSize, size, type] = [
      head.readUInt32LE(at),
      head.readUInt32LE(at + 4),
      head.readUInt32LE(at + 8)
    ]
    const data = at + 12 + padded(nameSize)
    if (type === buildIdNote && head.toString('latin1', at + 12, at + 15) === 'GNU') {
      if (data + size > head.length) return undefined
      return head.toString('hex', data, data + size)
    }
    at = data + padded(size)
  }
  return undefined
}

function machUuid (head: Buffer, headerSize: number): string | undefined {
  for (let at = headerSize, index = 0; index < head.readUInt32LE(16); index++) {
    const size = head.readUInt32LE(at + 4)
    if (head.readUInt32LE(at) === uuidCommand) return head.toString('hex', at + 8, at + 24)
    if (size < 8) return undefined
    at += size
  }
  return undefined
}
