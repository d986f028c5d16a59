import protobuf from 'protobufjs/minimal.js'
import type { Reader, Writer } from 'protobufjs/minimal.js'

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

/** Scalars: their wire type, and how they are written and read. */
const scalars: Readonly<
  Record<string, {
    wire: number
    write: (writer: Writer, value: never) => unknown
    read: (reader: Reader) => unknown
  }>
> = {
  string: { wire: 2, write: (writer, value) => writer.string(value), read: reader => reader.string() },
  bytes: { wire: 2, write: (writer, value) => writer.bytes(value), read: reader => reader.bytes() },
  bool: { wire: 0, write: (writer, value) => writer.bool(value), read: reader => reader.bool() },
  int32: { wire: 0, write: (writer, value) => writer.int32(value), read: reader => reader.int32() },
  // What is larger than 2^53 does not go through a cache.
  int64: { wire: 0, write: (writer, value) => writer.int64(value), read: reader => Number(reader.int64()) }
}
const wireLength = 2

/** By tables of our own: with those of protobufjs, the library's start would be a part of every run. */
export function encodeMessage<Name extends MessageName> (
  name: Name,
  message: WireMessage<Name>
): Buffer {
  return Buffer.from(written(protobuf.Writer.create(), definitions[name], message).finish())
}

function written (writer: Writer, fields: Fields, message: Readonly<Record<string, unknown>>): Writer {
  for (const [field, [id, type, rule]] of Object.entries(fields)) {
    const value = message[field]
    if (value === undefined) continue
    for (const each of rule === undefined ? [value] : value as unknown[]) {
      const scalar = scalars[type]
      writer.uint32(id << 3 | (scalar?.wire ?? wireLength))
      if (scalar !== undefined) scalar.write(writer, each as never)
      else written(writer.fork(), fieldsOf(type), each as Record<string, unknown>).ldelim()
    }
  }
  return writer
}

/** Throws for bytes that are no such message; a field that others have added is skipped. */
export function decodeMessage<Name extends MessageName> (
  name: Name,
  bytes: Uint8Array
): WireMessage<Name> {
  return read(protobuf.Reader.create(bytes), bytes.length, definitions[name]) as WireMessage<Name>
}

function read (reader: Reader, end: number, fields: Fields): Record<string, unknown> {
  const byId = new Map(
    Object.entries(fields).map(([field, [id, ...rest]]) => [id, [field, ...rest] as const])
  )
  const message: Record<string, unknown> = {}
  while (reader.pos < end) {
    const tag = reader.uint32()
    const [field, type = '', rule] = byId.get(tag >>> 3) ?? []
    const wire = scalars[type]?.wire ?? wireLength
    const isPacked = rule !== undefined && wire !== wireLength && (tag & 7) === wireLength
    if (field === undefined || !isPacked && (tag & 7) !== wire) {
      reader.skipType(tag & 7)
      continue
    }
    const limit = isPacked ? reader.uint32() + reader.pos : reader.pos + 1
    while (reader.pos < limit) {
      const value = scalars[type]?.read(reader) ?? embedded(reader, fieldsOf(type))
      if (rule === undefined) message[field] = value
      else ((message[field] ??= []) as unknown[]).push(value)
    }
  }
  if (reader.pos !== end) throw new RangeError('a message has not the length that it says')
  return message
}

function embedded (reader: Reader, fields: Fields): Record<string, unknown> {
  const size = reader.uint32()
  return read(reader, reader.pos + size, fields)
}

function fieldsOf (type: string): Fields {
  return definitions[type as MessageName]
}
