import { protobufFields } from '../../formats/protobuf-message.js'

/** Of a message: the number of each field, its type, and whether it is repeated. */
type Fields = Readonly<Record<string, readonly [number: number, type: string, rule?: 'repeated']>>

/**
 * The parts that are used of build.bazel.remote.execution.v2, google.bytestream and google.rpc, with their
 * numbers there. An ActionResult goes through requests as bytes: on the wire an embedded message is nothing
 * else.
 */
const definitions = {
  Digest: { hash: [1, 'string'], sizeBytes: [2, 'int64'] },
  Action: { commandDigest: [1, 'Digest'], inputRootDigest: [2, 'Digest'], salt: [9, 'bytes'] },
  OutputFile: { path: [1, 'string'], digest: [2, 'Digest'] },
  ActionResult: {
    outputFiles: [2, 'OutputFile', 'repeated'],
    stdoutRaw: [5, 'bytes'],
    stdoutDigest: [6, 'Digest']
  },
  GetActionResultRequest: {
    instanceName: [1, 'string'],
    actionDigest: [2, 'Digest'],
    inlineStdout: [3, 'bool']
  },
  UpdateActionResultRequest: {
    instanceName: [1, 'string'],
    actionDigest: [2, 'Digest'],
    actionResult: [3, 'bytes']
  },
  FindMissingBlobsRequest: { instanceName: [1, 'string'], blobDigests: [2, 'Digest', 'repeated'] },
  FindMissingBlobsResponse: { missingBlobDigests: [2, 'Digest', 'repeated'] },
  Status: { code: [1, 'int32'], message: [2, 'string'] },
  Upload: { digest: [1, 'Digest'], data: [2, 'bytes'] },
  Uploaded: { digest: [1, 'Digest'], status: [2, 'Status'] },
  BatchUpdateBlobsRequest: { instanceName: [1, 'string'], requests: [2, 'Upload', 'repeated'] },
  BatchUpdateBlobsResponse: { responses: [1, 'Uploaded', 'repeated'] },
  BatchReadBlobsRequest: { instanceName: [1, 'string'], digests: [2, 'Digest', 'repeated'] },
  Download: { digest: [1, 'Digest'], data: [2, 'bytes'], status: [3, 'Status'] },
  BatchReadBlobsResponse: { responses: [1, 'Download', 'repeated'] },
  ReadRequest: { resourceName: [1, 'string'] },
  ReadResponse: { data: [10, 'bytes'] },
  WriteRequest: {
    resourceName: [1, 'string'],
    writeOffset: [2, 'int64'],
    finishWrite: [3, 'bool'],
    data: [10, 'bytes']
  },
  WriteResponse: { committedSize: [1, 'int64'] },
  GetCapabilitiesRequest: { instanceName: [1, 'string'] },
  CacheUpdates: { updateEnabled: [1, 'bool'] },
  CacheCapabilities: {
    digestFunctions: [1, 'int32', 'repeated'],
    actionCacheUpdates: [2, 'CacheUpdates'],
    maxBatchTotalSizeBytes: [4, 'int64']
  },
  ServerCapabilities: { cacheCapabilities: [1, 'CacheCapabilities'] }
} as const satisfies Record<string, Fields>

type Scalars = { string: string, bytes: Uint8Array, bool: boolean, int32: number, int64: number }
type Value<Type> = Type extends keyof Scalars ? Scalars[Type]
  : Type extends keyof Definitions ? WireMessage<Type>
  : never
type Definitions = typeof definitions
export type MessageName = keyof Definitions
/** A message; what the wire had no value for is absent, as are fields with their default. */
export type WireMessage<Name extends MessageName> = {
  [Field in keyof Definitions[Name]]?: Definitions[Name][Field] extends
    readonly [number, infer Type, 'repeated'] ? Array<Value<Type>>
    : Definitions[Name][Field] extends readonly [number, infer Type] ? Value<Type>
    : never
}

/** Scalars that are numbers on the wire. What is larger than 2^53 does not go through a cache. */
const numbers = new Set(['bool', 'int32', 'int64'])
const [wireNumber, wireLength] = [0, 2]

/** By tables of our own: protobufjs takes 3 ms to load, which would be a part of every run beside a cache. */
export function encodeMessage<Name extends MessageName> (
  name: Name,
  message: WireMessage<Name>
): Buffer {
  return written(definitions[name], message)
}

function written (fields: Fields, message: Readonly<Record<string, unknown>>): Buffer {
  const parts: Uint8Array[] = []
  for (const [field, [id, type, rule]] of Object.entries(fields)) {
    const value = message[field]
    if (value === undefined) continue
    for (const each of rule === undefined ? [value] : value as unknown[]) {
      if (numbers.has(type)) parts.push(varint(id << 3 | wireNumber), varint(Number(each)))
      else {
        const bytes = bytesOf(type, each)
        parts.push(varint(id << 3 | wireLength), varint(bytes.length), bytes)
      }
    }
  }
  return Buffer.concat(parts)
}

function bytesOf (type: string, value: unknown): Uint8Array {
  if (type === 'string') return Buffer.from(value as string)
  return type === 'bytes'
    ? value as Uint8Array
    : written(fieldsOf(type), value as Readonly<Record<string, unknown>>)
}

/** Above 2^31, operators on bits would take it for another number. */
function varint (value: number): Uint8Array {
  const bytes: number[] = []
  let left = value
  for (; left > 0x7f; left = Math.floor(left / 0x80)) bytes.push(left % 0x80 + 0x80)
  return Uint8Array.of(...bytes, left)
}

/** Throws for bytes that are no such message; a field that others have added is skipped. */
export function decodeMessage<Name extends MessageName> (
  name: Name,
  bytes: Uint8Array
): WireMessage<Name> {
  const own = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return read(own, definitions[name]) as WireMessage<Name>
}

function read (bytes: Buffer, fields: Fields): Record<string, unknown> {
  const byId = new Map(
    Object.entries(fields).map(([field, [id, ...rest]]) => [id, [field, ...rest] as const])
  )
  const message: Record<string, unknown> = {}
  for (const { number, value } of protobufFields(bytes)) {
    const [field, type = '', rule] = byId.get(number) ?? []
    if (field === undefined) continue
    const isPacked = rule !== undefined && numbers.has(type) && typeof value !== 'number'
    for (const each of isPacked ? numbersIn(value) : [value]) {
      // Of another kind than ours, it is somebody else's.
      if ((typeof each === 'number') !== numbers.has(type)) continue
      const given = typeof each === 'number' ? type === 'bool' ? each !== 0 : each : valueOf(type, each)
      if (rule === undefined) message[field] = given
      else ((message[field] ??= []) as unknown[]).push(given)
    }
  }
  return message
}

function valueOf (type: string, bytes: Buffer): unknown {
  if (type === 'string') return bytes.toString('utf8')
  return type === 'bytes' ? bytes : read(bytes, fieldsOf(type))
}

/** Those that a repeated field holds packed. */
function numbersIn (bytes: Buffer): number[] {
  const all: number[] = []
  let [value, scale] = [0, 1]
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale
    scale *= 0x80
    if (byte > 0x7f) continue
    all.push(value)
    value = 0
    scale = 1
  }
  return all
}

function fieldsOf (type: string): Fields {
  return definitions[type as MessageName]
}
