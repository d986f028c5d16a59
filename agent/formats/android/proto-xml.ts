import type { ManifestAttribute, ManifestElement, ManifestValue } from './manifest-element.js'
import { protobufFields } from './protobuf-message.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

// Numbers of fields from AOSP's frameworks/base/tools/aapt2/Resources.proto, which app bundles are
// written by.
const nodeElement = 1
const element = { name: 3, attribute: 4, child: 5 } as const
const attribute = { namespace: 1, name: 2, value: 3, resourceId: 5, item: 6 } as const
const item = { reference: 1, text: 2, rawText: 3, primitive: 7 } as const
const referenceId = 2
const textValue = 1
const primitive = { decimal: 6, hexadecimal: 7, boolean: 8 } as const

const deepest = 256

/** The root of an AndroidManifest.xml as app bundles hold it. Throws an error whose message is a reason. */
export function readProtoXml (bytes: Buffer): ManifestElement {
  const root = elementOf(bytes, 0)
  if (root === undefined) throw new ReasonError(phrase('bxml.none'))
  return root
}

/** The element of an XmlNode; undefined where it is text. */
function elementOf (node: Buffer, level: number): ManifestElement | undefined {
  if (level > deepest) throw new ReasonError(phrase('plist.levels', { most: deepest }))
  const bytes = messageIn(node, nodeElement)
  if (bytes === undefined) return undefined
  const [attributes, children]: [ManifestAttribute[], ManifestElement[]] = [[], []]
  let name = ''
  for (const field of protobufFields(bytes)) {
    if (!Buffer.isBuffer(field.value)) continue
    if (field.number === element.name) name = field.value.toString()
    else if (field.number === element.attribute) attributes.push(attributeOf(field.value))
    else if (field.number === element.child) {
      const child = elementOf(field.value, level + 1)
      if (child !== undefined) children.push(child)
    }
  }
  return { name, attributes, children }
}

function attributeOf (bytes: Buffer): ManifestAttribute {
  const found: ManifestAttribute = { resourceId: 0, namespace: '', name: '', value: '' }
  let compiled: ManifestValue | undefined
  for (const { number, value } of protobufFields(bytes)) {
    if (number === attribute.resourceId && typeof value === 'number') found.resourceId = value
    if (!Buffer.isBuffer(value)) continue
    if (number === attribute.namespace) found.namespace = value.toString()
    else if (number === attribute.name) found.name = value.toString()
    else if (number === attribute.value) found.value = value.toString()
    else if (number === attribute.item) compiled = itemOf(value)
  }
  return compiled === undefined ? found : { ...found, value: compiled }
}

/** Undefined for a kind whose text says as much. */
export function itemOf (bytes: Buffer): ManifestValue | undefined {
  for (const { number, value } of protobufFields(bytes)) {
    if (!Buffer.isBuffer(value)) continue
    if (number === item.text || number === item.rawText) return messageIn(value, textValue)?.toString() ?? ''
    if (number === item.reference) return { resource: numberIn(value, referenceId) ?? 0 }
    if (number === item.primitive) return primitiveOf(value)
  }
  return undefined
}

function primitiveOf (bytes: Buffer): ManifestValue | undefined {
  for (const { number, value } of protobufFields(bytes)) {
    if (typeof value !== 'number') continue
    if (number === primitive.decimal) return value | 0
    if (number === primitive.hexadecimal) return value
    if (number === primitive.boolean) return value !== 0
  }
  return undefined
}

export function messageIn (bytes: Buffer, wanted: number): Buffer | undefined {
  for (const { number, value } of protobufFields(bytes)) {
    if (number === wanted && Buffer.isBuffer(value)) return value
  }
  return undefined
}

export function numberIn (bytes: Buffer, wanted: number): number | undefined {
  for (const { number, value } of protobufFields(bytes)) {
    if (number === wanted && typeof value === 'number') return value
  }
  return undefined
}
