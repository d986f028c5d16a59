/** APPNOTE 4.5.3: what does not fit into 32 bits stands in an extra field, in a fixed order. */
const fieldId = 1
const headerSize = 4
/** Stands where a number has no room. */
export const absent32 = 0xffffffff

/** Of readers that understand the field. */
export const zip64Version = 45

export function isWide (value: number): boolean {
  return value >= absent32
}

/** What the header's own place says. */
export function shown32 (value: number): number {
  return Math.min(value, absent32)
}

/** The field with these numbers; empty without any. */
export function zip64Field (values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0)
  const field = Buffer.alloc(headerSize + values.length * 8)
  field.writeUInt16LE(fieldId, 0)
  field.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) {
    field.writeBigUInt64LE(BigInt(value), headerSize + index * 8)
  }
  return field
}

interface WideNumbers {
  size: number
  compressedSize: number
  offset: number
  extra: Buffer
}

/** What a header says of an entry, with the numbers of the field in place; undefined when it lacks one. */
export function widened (shown: WideNumbers): WideNumbers | undefined {
  const names = (['size', 'compressedSize', 'offset'] as const).filter(name => shown[name] === absent32)
  if (names.length === 0) return shown
  const place = fieldIn(shown.extra)
  if (place === undefined || place.end - place.start < headerSize + names.length * 8) return undefined
  const result = {
    ...shown,
    extra: Buffer.concat([shown.extra.subarray(0, place.start), shown.extra.subarray(place.end)])
  }
  for (const [index, name] of names.entries()) {
    result[name] = Number(shown.extra.readBigUInt64LE(place.start + headerSize + index * 8))
  }
  return names.every(name => Number.isSafeInteger(result[name])) ? result : undefined
}

/** Whether sizes after an entry's data have 64 bits: its local header has the field. */
export function hasZip64Field (extra: Buffer): boolean {
  return fieldIn(extra) !== undefined
}

function fieldIn (extra: Buffer): { start: number, end: number } | undefined {
  for (let start = 0; start + headerSize <= extra.length;) {
    const end = start + headerSize + extra.readUInt16LE(start + 2)
    if (end > extra.length) return undefined
    if (extra.readUInt16LE(start) === fieldId) return { start, end }
    start = end
  }
  return undefined
}
