import { PacklineError } from '../errors.js'

/** Far more than any Info.plist takes. */
export const maxPropertyListBytes = 4 * 1024 * 1024

/**
 * The property list in `bytes`, XML or binary, with values set (null removes one), in the format that it had.
 */
export async function editPropertyList (
  bytes: Buffer,
  set: Record<string, unknown>,
  file: string,
  entry: string
): Promise<Buffer> {
  const isBinary = bytes.subarray(0, 6).toString('latin1') === 'bplist'
  const values = await parsePropertyList(bytes, file, entry)
  for (const [key, value] of Object.entries(set)) {
    if (value === null) delete values[key]
    else Object.defineProperty(values, key, { value, enumerable: true, writable: true, configurable: true })
  }
  const { build, buildBinary } = await import('plist')
  try {
    return Buffer.from(isBinary ? buildBinary(values as never) : `${build(values as never)}\n`)
  } catch (error) {
    // It holds what can be read, but not be written: a control character in a text.
    throw new PacklineError('PACKAGE_PLIST_DAMAGED', { file, entry, reason: (error as Error).message }, {
      cause: error
    })
  }
}

/** The dictionary of a property list. Throws PACKAGE_PLIST_DAMAGED for anything else. */
export async function parsePropertyList (
  bytes: Buffer,
  file: string,
  entry: string
): Promise<Record<string, unknown>> {
  const damaged = (reason: string, cause?: unknown): PacklineError =>
    new PacklineError('PACKAGE_PLIST_DAMAGED', { file, entry, reason }, { cause })
  if (bytes.length > maxPropertyListBytes) throw damaged(`it takes ${bytes.length} bytes`)
  let values: unknown
  try {
    const { parse, parseBinary } = await import('plist')
    if (bytes.subarray(0, 6).toString('latin1') === 'bplist') {
      values = parseBinary(bytes)
    } else {
      const text = bytes.toString('utf8')
      // Apple's own DOCTYPE has no internal subset; entities have no business here.
      if (/<!ENTITY|<!DOCTYPE[^>]*\[/i.test(text)) throw new Error('it declares entities')
      if (!/<plist[\s>]/.test(text)) throw new Error('it is neither XML nor binary')
      values = parse(text)
    }
  } catch (error) {
    throw damaged((error as Error).message, error)
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw damaged('it is no dictionary')
  }
  return values as Record<string, unknown>
}
