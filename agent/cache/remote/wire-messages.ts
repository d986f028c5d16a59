import protobuf from 'protobufjs/light.js'

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
  Upload: { digest: [1, 'Digest'], data: [2, 'bytes'], compressor: [3, 'int32'] },
  Uploaded: { digest: [1, 'Digest'], status: [2, 'Status'] },
  BatchUpdateBlobsRequest: { instanceName: [1, 'string'], requests: [2, 'Upload', 'repeated'] },
  BatchUpdateBlobsResponse: { responses: [1, 'Uploaded', 'repeated'] },
  BatchReadBlobsRequest: {
    instanceName: [1, 'string'],
    digests: [2, 'Digest', 'repeated'],
    acceptableCompressors: [3, 'int32', 'repeated']
  },
  Download: {
    digest: [1, 'Digest'],
    data: [2, 'bytes'],
    status: [3, 'Status'],
    compressor: [4, 'int32']
  },
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
    maxBatchTotalSizeBytes: [4, 'int64'],
    supportedCompressors: [6, 'int32', 'repeated'],
    supportedBatchUpdateCompressors: [7, 'int32', 'repeated']
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

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries<Fields>(definitions).map(([name, fields]) => [name, {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, [id, type, rule]]) => [
          field,
          { id, type, ...rule !== undefined && { rule } }
        ])
      )
    }])
  )
})

/** Sizes as numbers: what is larger than 2^53 does not go through a cache. */
const plain = { longs: Number, defaults: false, arrays: true }

export function encodeMessage<Name extends MessageName> (
  name: Name,
  message: WireMessage<Name>
): Buffer {
  return Buffer.from(root.lookupType(name).encode(message).finish())
}

/** Throws for bytes that are no such message. */
export function decodeMessage<Name extends MessageName> (
  name: Name,
  bytes: Uint8Array
): WireMessage<Name> {
  const type = root.lookupType(name)
  return type.toObject(type.decode(bytes), plain) as WireMessage<Name>
}
