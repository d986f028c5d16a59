import { ReasonError, errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { formOf, readPropertyList, writePropertyList } from '../formats/property-list.js'
import type { PropertyListValue } from '../formats/property-list-value.js'
import { phrase } from '../messages/phrase.js'

/** Far more than any Info.plist takes. */
export const maxPropertyListBytes = 4 * 1024 * 1024

/**
 * The property list in `bytes`, XML or binary, with values set (null removes one), in the form that it had.
 * Throws PACKAGE_PLIST_DAMAGED.
 */
export async function editPropertyList (
  bytes: Buffer,
  set: Record<string, unknown>,
  file: string,
  entry: string
): Promise<Buffer> {
  try {
    if (bytes.length > maxPropertyListBytes) {
      throw new ReasonError(phrase('plist.takes', { size: bytes.length }))
    }
    const values = readPropertyList(entry, bytes)
    if (!(values instanceof Map)) throw new ReasonError(phrase('plist.noDictionary'))
    for (const [key, value] of Object.entries(set)) {
      if (value === null) values.delete(key)
      else values.set(key, fromJson(value))
    }
    return writePropertyList(values, formOf(bytes))
  } catch (cause) {
    // Also one that can be read but not written: a text with a control character.
    const reason = errorText(cause)
    throw new PacklineError('PACKAGE_PLIST_DAMAGED', { file, entry, reason }, { cause })
  }
}

function fromJson (value: unknown): PropertyListValue {
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, each]) => [key, fromJson(each)]))
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}
