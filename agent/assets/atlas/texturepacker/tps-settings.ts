import { errorText } from '../../../error-text.js'
import { PacklineError } from '../../../errors.js'
import { XmlError } from '../../../formats/xml-error.js'
import { readXml } from '../../../formats/xml-reader.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { phrase } from '../../../messages/phrase.js'

/**
 * TexturePacker's own projects have up to some thousand sprites with settings of their own; there is no
 * entity in them.
 */
const limits = { bytes: 32 * 1024 * 1024, depth: 32, elements: 1_000_000, attributes: 16 }

export type Value = string | boolean | Value[] | Settings
export type Settings = Map<string, Value>

/** The settings of a .tps: XML of keys, each followed by its value. Throws TEXTUREPACKER_TPS_INVALID. */
export function readTpsSettings (file: string, bytes: Uint8Array): Settings {
  const root = parse(file, bytes)
  const settings = root.children.find(child =>
    child.name === 'struct' && attributeOf(child, 'type') === 'Settings'
  )
  if (root.name !== 'data' || settings === undefined) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
      file,
      reason: phrase('tps.noProject')
    })
  }
  return fieldsOf(settings)
}

function parse (file: string, bytes: Uint8Array): XmlElement {
  try {
    return readXml(file, bytes, { keepText: true, limits }).root
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file, reason: errorText(error) }, { cause: error })
  }
}

/** Several keys in a row share the value that follows them. */
function fieldsOf (element: XmlElement): Settings {
  const fields: Settings = new Map()
  let keys: string[] = []
  for (const child of element.children) {
    if (child.name === 'key') {
      keys.push(child.text)
      continue
    }
    for (const key of keys) fields.set(key, valueOf(child))
    keys = []
  }
  return fields
}

function valueOf (element: XmlElement): Value {
  switch (element.name) {
    case 'struct':
    case 'map':
    case 'QSize':
      return fieldsOf(element)
    case 'array':
      return element.children.map(valueOf)
    case 'true':
      return true
    case 'false':
      return false
    default:
      return element.text.trim()
  }
}

export function textOf (settings: Settings, key: string): string {
  const value = settings.get(key)
  return typeof value === 'string' ? value : ''
}

export function stringsOf (value: Value | undefined): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string').filter(item => item !== '')
    : []
}

export function entriesOf (settings: Settings, key: string): Settings {
  const value = settings.get(key)
  return value instanceof Map ? value : new Map()
}
