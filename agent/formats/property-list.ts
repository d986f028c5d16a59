import { readBinaryPropertyList } from './property-list-binary-reader.js'
import { writeBinaryPropertyList } from './property-list-binary-writer.js'
import type { PropertyListValue } from './property-list-value.js'
import { readXmlPropertyList, writeXmlPropertyList } from './property-list-xml.js'

export type PropertyListForm = 'xml' | 'binary'

export function formOf (bytes: Buffer): PropertyListForm {
  return bytes.toString('latin1', 0, 6) === 'bplist' ? 'binary' : 'xml'
}

/** The value that a property list holds. Throws an error whose message is a reason. */
export function readPropertyList (file: string, bytes: Buffer): PropertyListValue {
  return formOf(bytes) === 'binary' ? readBinaryPropertyList(bytes) : readXmlPropertyList(file, bytes)
}

/** Throws an error whose message is a reason for a text that the form cannot hold. */
export function writePropertyList (value: PropertyListValue, form: PropertyListForm): Buffer {
  return form === 'binary'
    ? writeBinaryPropertyList(value)
    : Buffer.from(writeXmlPropertyList(value, { indent: '  ', rootIndent: '  ' }))
}
