import { protobufFields } from '../../formats/android/protobuf-message.js'
import { itemOf, messageIn, numberIn } from '../../formats/android/proto-xml.js'
import { resourceLookup } from './resource-lookup.js'
import type { ResourceLookup } from './resource-lookup.js'

// Numbers of fields from AOSP's frameworks/base/tools/aapt2/Resources.proto and Configuration.proto.
const tablePackage = 2
const packageOf = { id: 1, type: 3 } as const
const typeOf = { id: 1, entry: 3 } as const
const entryOf = { id: 1, value: 6 } as const
const configValue = { config: 1, value: 2 } as const
const configurationLocale = 3
const valueItem = 4
const idNumber = 1

/** Looks values up in the resources.pb of a module of an app bundle. */
export function bundleLookup (table: Buffer): ResourceLookup {
  return resourceLookup(resource =>
    [...valuesOf(table, resource)].flatMap(bytes => {
      const config = messageIn(bytes, configValue.config)
      const item = messageIn(messageIn(bytes, configValue.value) ?? Buffer.alloc(0), valueItem)
      const value = item && itemOf(item)
      const locale = config && messageIn(config, configurationLocale)?.toString()
      return value === undefined ? [] : [{ locale: locale ?? '', value }]
    })
  )
}

function* valuesOf (table: Buffer, resource: number): Generator<Buffer> {
  for (const package_ of messages(table, tablePackage)) {
    if (idOf(package_, packageOf.id) !== resource >>> 24) continue
    for (const type of messages(package_, packageOf.type)) {
      if (idOf(type, typeOf.id) !== (resource >>> 16 & 0xff)) continue
      for (const entry of messages(type, typeOf.entry)) {
        if (idOf(entry, entryOf.id) === (resource & 0xffff)) yield* messages(entry, entryOf.value)
      }
    }
  }
}

function* messages (bytes: Buffer, wanted: number): Generator<Buffer> {
  for (const { number, value } of protobufFields(bytes)) {
    if (number === wanted && Buffer.isBuffer(value)) yield value
  }
}

/** An id is a message of its own; that of zero is an empty one. */
function idOf (bytes: Buffer, field: number): number {
  const message = messageIn(bytes, field)
  return message === undefined ? 0 : numberIn(message, idNumber) ?? 0
}
