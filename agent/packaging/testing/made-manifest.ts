import { attributeIds } from '../../formats/android/manifest-element.js'
import type { AttributeName, ManifestValue } from '../../formats/android/manifest-element.js'
import { chunkTypes, noString, valueTypes } from '../../formats/android/resource-chunk.js'

/** An element as tests write it: Android's own attributes, those without a namespace, and children. */
export interface MadeElement {
  name: string
  android?: Partial<Record<AttributeName, ManifestValue>>
  plain?: Record<string, string>
  children?: MadeElement[]
}

const namespace = 'http://schemas.android.com/apk/res/android'

/** A binary XML file as aapt2 lays it out: names of Android's own attributes first, texts in UTF-16. */
export function binaryXmlOf (root: MadeElement, { isUtf8 = false }: { isUtf8?: boolean } = {}): Buffer {
  const names = new Set<AttributeName>()
  const collect = ({ android = {}, children = [] }: MadeElement): void => {
    for (const name of Object.keys(android) as AttributeName[]) names.add(name)
    children.forEach(collect)
  }
  collect(root)
  const sorted = [...names].sort((a, b) => attributeIds[a] - attributeIds[b])
  // Kept apart: an attribute's name and an equal text are two.
  const texts: string[] = [...sorted]
  const textIndex = (text: string): number => {
    const known = texts.indexOf(text, sorted.length)
    return known < 0 ? texts.push(text) - 1 : known
  }
  const body: Buffer[] = []
  const edge = (type: number, ...values: number[]): void => {
    body.push(chunk(type, 16, u32(1, noString, ...values)))
  }
  const write = ({ name, android = {}, plain = {}, children = [] }: MadeElement): void => {
    const own = sorted.flatMap(each => {
      const value = android[each]
      return value === undefined
        ? []
        : [attribute(textIndex(namespace), sorted.indexOf(each), value, textIndex)]
    })
    const others = Object.entries(plain).map(([each, value]) =>
      attribute(noString, textIndex(each), value, textIndex)
    )
    const attributes = [...own, ...others]
    const head = Buffer.concat([
      u32(1, noString, noString, textIndex(name)),
      u16(20, 20, attributes.length, 0, 0, 0)
    ])
    body.push(chunk(chunkTypes.startElement, 16, Buffer.concat([head, ...attributes])))
    children.forEach(write)
    edge(chunkTypes.endElement, noString, textIndex(name))
  }
  edge(chunkTypes.startNamespace, textIndex('android'), textIndex(namespace))
  write(root)
  edge(chunkTypes.endNamespace, textIndex('android'), textIndex(namespace))
  const map = chunk(chunkTypes.resourceMap, 8, u32(...sorted.map(name => attributeIds[name])))
  return chunk(0x0003, 8, Buffer.concat([stringPoolOf(texts, isUtf8), map, ...body]))
}

/** A manifest with the least that an application has. */
export function manifestOf (
  {
    package: id = 'com.example.game',
    version = '1.4.0',
    build = 7,
    minSdk = 24,
    targetSdk = 34,
    application = {}
  }: {
    package?: string
    version?: string
    build?: number
    minSdk?: number
    targetSdk?: number
    application?: Omit<MadeElement, 'name'>
  } = {}
): Buffer {
  return binaryXmlOf({
    name: 'manifest',
    android: { versionCode: build, versionName: version },
    plain: { package: id },
    children: [
      { name: 'uses-sdk', android: { minSdkVersion: minSdk, targetSdkVersion: targetSdk } },
      { name: 'application', ...application }
    ]
  })
}

function attribute (
  space: number,
  name: number,
  value: ManifestValue,
  textIndex: (text: string) => number
): Buffer {
  const [type, data] = typedValue(value, textIndex)
  const raw = type === valueTypes.string ? data : noString
  return Buffer.concat([u32(space, name, raw), u16(8), Buffer.from([0, type]), u32(data)])
}

function typedValue (
  value: ManifestValue,
  textIndex: (text: string) => number
): [type: number, data: number] {
  if (typeof value === 'string') return [valueTypes.string, textIndex(value)]
  if (typeof value === 'number') return [valueTypes.decimal, value]
  if (typeof value === 'boolean') return [valueTypes.boolean, value ? 0xffff_ffff : 0]
  return [valueTypes.reference, value.resource]
}

export function stringPoolOf (texts: readonly string[], isUtf8: boolean): Buffer {
  const data: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  for (const text of texts) {
    const bytes = Buffer.from(text, isUtf8 ? 'utf8' : 'utf16le')
    const one = isUtf8
      ? Buffer.concat([Buffer.from([text.length, bytes.length]), bytes, Buffer.alloc(1)])
      : Buffer.concat([u16(text.length), bytes, u16(0)])
    offsets.push(at)
    data.push(one)
    at += one.length
  }
  data.push(Buffer.alloc((4 - at % 4) % 4))
  const start = 28 + texts.length * 4
  return chunk(
    chunkTypes.stringPool,
    28,
    Buffer.concat([u32(texts.length, 0, isUtf8 ? 0x100 : 0, start, 0, ...offsets), ...data])
  )
}

/** A chunk of which `content` is everything behind type and sizes. */
export function chunk (type: number, headerSize: number, content: Buffer): Buffer {
  return Buffer.concat([u16(type, headerSize), u32(content.length + 8), content])
}

export function u16 (...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2)
  return bytes
}

export function u32 (...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4)
  return bytes
}
