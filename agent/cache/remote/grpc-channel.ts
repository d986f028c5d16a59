import { isIP } from 'node:net'
import { Client, Metadata, credentials, status } from '@grpc/grpc-js'
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js'
import { Refused } from './cache-server.js'
import { decodeMessage, encodeMessage } from './wire-messages.js'
import type { MessageName, WireMessage } from './wire-messages.js'

export interface GrpcSettings {
  /** grpc(s)://HOST:PORT/INSTANCE. */
  url: string
  authorization?: string
  ca?: string
}

/** What messages bring besides their blobs. */
const messageBytes = 1024 * 1024
const largestMessage = 16 * 1024 * 1024

/**
 * An address is no server name: grpc-js sends it as one (1.14.7), which node warns of (DEP0123). Without one,
 * the certificate is still compared with the address.
 */
function secureCredentials (ca: string | undefined, host: string): ChannelCredentials {
  const secure = credentials.createSsl(ca === undefined ? null : Buffer.from(ca))
  if (isIP(host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')) === 0) return secure
  const create = secure._createSecureConnector.bind(secure)
  secure._createSecureConnector = (...given) => {
    const connector = create(...given)
    if ('connectionOptions' in connector) {
      Object.assign(connector.connectionOptions as object, { servername: undefined })
    }
    return connector
  }
  return secure
}

/** Calls to one server of the Remote Execution API. */
export class GrpcChannel {
  readonly instance: string
  readonly #client: Client
  readonly #metadata = new Metadata()

  constructor ({ url, authorization, ca }: GrpcSettings) {
    const { protocol, host, port, pathname } = new URL(url)
    const isSecure = protocol === 'grpcs:'
    this.instance = decodeURIComponent(pathname.replace(/^\/+|\/+$/g, ''))
    this.#client = new Client(
      port === '' ? `${host}:${isSecure ? 443 : 80}` : host,
      isSecure
        ? secureCredentials(ca, host)
        : credentials.createInsecure(),
      {
        'grpc.max_receive_message_length': largestMessage + messageBytes,
        'grpc.max_send_message_length': largestMessage + messageBytes,
        // A call that fails is not made again: the results are made here.
        'grpc.enable_retries': 0
      }
    )
    if (authorization !== undefined) this.#metadata.set('authorization', authorization)
  }

  /** Undefined for NOT_FOUND. */
  async call<Asked extends MessageName, Told extends MessageName> (
    method: string,
    [asked, request]: [Asked, WireMessage<Asked>],
    told: Told,
    signal: AbortSignal
  ): Promise<WireMessage<Told> | undefined> {
    const bytes = await this.callForBytes(method, [asked, request], signal)
    return bytes && decodeMessage(told, bytes)
  }

  async callForBytes<Asked extends MessageName> (
    method: string,
    [asked, request]: [Asked, WireMessage<Asked>],
    signal: AbortSignal
  ): Promise<Buffer | undefined> {
    signal.throwIfAborted()
    return await new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        method,
        () => encodeMessage(asked, request),
        asBytes,
        request,
        this.#metadata,
        (error: ServiceError | null, answer?: Buffer) => {
          signal.removeEventListener('abort', cancel)
          if (error === null) resolve(answer)
          else if (error.code === status.NOT_FOUND) resolve(undefined)
          else reject(failureOf(method, error))
        }
      )
      const cancel = (): void => {
        call.cancel()
      }
      signal.addEventListener('abort', cancel, { once: true })
    })
  }

  /** The bytes of a resource of ByteStream, `most` of them; undefined for NOT_FOUND. */
  async download (
    resourceName: string,
    most: number,
    signal: AbortSignal,
    onBytes?: (count: number) => void
  ): Promise<Buffer | undefined> {
    signal.throwIfAborted()
    const method = '/google.bytestream.ByteStream/Read'
    const call = this.#client.makeServerStreamRequest(
      method,
      (name: string) => encodeMessage('ReadRequest', { resourceName: name }),
      asBytes,
      resourceName,
      this.#metadata
    )
    const cancel = (): void => {
      call.cancel()
    }
    signal.addEventListener('abort', cancel, { once: true })
    const chunks: Uint8Array[] = []
    let size = 0
    try {
      for await (const answer of call as AsyncIterable<Buffer>) {
        const { data = new Uint8Array() } = decodeMessage('ReadResponse', answer)
        size += data.length
        if (size > most) break
        chunks.push(data)
        onBytes?.(data.length)
      }
    } catch (error) {
      if ((error as ServiceError).code === status.NOT_FOUND) return undefined
      throw failureOf(method, error as ServiceError)
    } finally {
      signal.removeEventListener('abort', cancel)
      call.cancel()
    }
    return Buffer.concat(chunks)
  }

  async upload (resourceName: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const method = '/google.bytestream.ByteStream/Write'
    await new Promise<void>((resolve, reject) => {
      const call = this.#client.makeClientStreamRequest(
        method,
        (message: WireMessage<'WriteRequest'>) => encodeMessage('WriteRequest', message),
        asBytes,
        this.#metadata,
        (error: ServiceError | null) => {
          signal.removeEventListener('abort', cancel)
          if (error === null) resolve()
          else reject(failureOf(method, error))
        }
      )
      const cancel = (): void => {
        call.cancel()
      }
      signal.addEventListener('abort', cancel, { once: true })
      for (let writeOffset = 0; writeOffset < bytes.length; writeOffset += messageBytes) {
        const data = bytes.subarray(writeOffset, writeOffset + messageBytes)
        call.write({
          ...writeOffset === 0 && { resourceName },
          writeOffset,
          data,
          finishWrite: writeOffset + data.length === bytes.length
        })
      }
      call.end()
    })
  }

  close (): void {
    this.#client.close()
  }
}

function asBytes (bytes: Buffer): Buffer {
  return bytes
}

function failureOf (method: string, { code, details }: ServiceError): Error {
  const text = `${method.slice(method.lastIndexOf('/') + 1)}: ${status[code] ?? code}: ${details}`
  const isRefusal = code === status.PERMISSION_DENIED || code === status.UNAUTHENTICATED
  return isRefusal ? new Refused(text) : new Error(text)
}
