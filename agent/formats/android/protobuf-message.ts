import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
const wire = { varint: 0, eight: 1, bytes: 2, four: 5 } as const

/** One field of a message of Protocol Buffers. */
export interface ProtobufField {
  number: number
  /** A number (of at most 53 bits, else rounded), or the bytes of a text or message. */
  value: number | Buffer
}

/** The fields of a message, in their order. Throws an error whose message is a reason. */
export function* protobufFields (bytes: Buffer): Generator<ProtobufField> {
  let at = 0
  const varint = (): number => {
    let [value, scale] = [0, 1]
    for (let index = 0; index < 10; index++) {
      if (at >= bytes.length) throw new ReasonError(phrase('protobuf.cut'))
      const byte = bytes.readUInt8(at++)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
    throw new ReasonError(phrase('protobuf.number'))
  }
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new ReasonError(phrase('protobuf.cut'))
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    switch (tag % 8) {
      case wire.varint:
        yield { number, value: varint() }
        break
      case wire.eight:
        yield { number, value: Number(take(8).readBigUInt64LE()) }
        break
      case wire.bytes:
        yield { number, value: take(varint()) }
        break
      case wire.four:
        yield { number, value: take(4).readUInt32LE() }
        break
      default:
        throw new ReasonError(phrase('protobuf.kind', { kind: tag % 8 }))
    }
  }
}
