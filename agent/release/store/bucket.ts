import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException
} from '@aws-sdk/client-s3'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { digestsOfFile, updateWith } from '../../files/streamed-digest.js'
import { aliyunCredentials } from './aliyun-credentials.js'
import { tries, upload } from './bucket-upload.js'
import type { BytePiece, ObjectContent, StoredObject } from './object-store.js'
import type { S3Address } from './s3-address.js'
import { sha256Of, sizeOf } from './stored-bytes.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** So often somebody else may be putting the same at the same moment. */
const conflicts = 3

const silent = (): void => {}

interface Headers {
  CacheControl: string
  ContentType: string
  IfNoneMatch?: '*'
}

/** A condition that was not met, or is not known there. */
class Refused extends ReasonError {
  readonly status: number

  constructor (status: number, reason: Wording) {
    super(reason)
    this.status = status
  }
}

/** Requests to one bucket. What was put is looked at again; failures say where, and never the key. */
export class Bucket {
  readonly client: S3Client
  readonly place: string
  readonly #bucket: string
  readonly #prefix: string
  #takesConditions = true

  constructor ({ bucket, prefix, endpoint, region, isPathStyle, isOss, credentials, place }: S3Address) {
    this.#bucket = bucket
    this.#prefix = prefix
    this.place = place
    this.client = new S3Client({
      region,
      forcePathStyle: isPathStyle,
      // OSS and older services know no trailing checksums; Content-MD5 is checked by all of them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: tries,
      // Without one it tells the console when it does not send a stream again; that is done here.
      logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
      ...endpoint !== undefined && { endpoint },
      ...credentials !== undefined && { credentials },
      ...credentials === undefined && isOss && { credentials: aliyunCredentials() }
    })
    if (isOss) askAsAliyun(this.client)
  }

  at (name: string): { Bucket: string, Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + name }
  }

  /** Undefined where nothing lies. Other failures say where; the client's own error may know the key. */
  async ask<T> (
    name: string,
    signal: AbortSignal,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
    isConditional = false
  ): Promise<T | undefined> {
    try {
      return await send({ abortSignal: signal })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof PacklineError) throw error
      if (error instanceof S3ServiceException && ['NotFound', 'NoSuchKey'].includes(error.name)) {
        return undefined
      }
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
      const reason = error instanceof S3ServiceException
        ? `${status ?? ''} ${error.name}: ${errorText(error)}`
        : errorText(error)
      // What Aliyun says in place of 412.
      if (isConditional && String(reason).includes(' FileAlreadyExists:')) throw new Refused(412, reason)
      if (isConditional && (status === 409 || status === 412 || status === 501)) {
        throw new Refused(status, reason)
      }
      throw this.failed(name, reason)
    }
  }

  failed (name: string, reason: Wording): PacklineError {
    return new PacklineError('RELEASE_PUBLISHER_FAILED', { place: `${this.place}/${name}`, reason })
  }

  async get (name: string, signal: AbortSignal, piece?: BytePiece): Promise<Readable | undefined> {
    const range = piece === undefined ? {} : { Range: `bytes=${piece.start}-${piece.end}` }
    const answer = await this.ask(
      name,
      signal,
      async options => await this.client.send(new GetObjectCommand({ ...this.at(name), ...range }), options)
    )
    return answer?.Body instanceof Readable ? answer.Body : undefined
  }

  async head (name: string, signal: AbortSignal): Promise<{ sizeBytes: number } | undefined> {
    const answer = await this.ask(
      name,
      signal,
      async options => await this.client.send(new HeadObjectCommand(this.at(name)), options)
    )
    return answer === undefined ? undefined : { sizeBytes: answer.ContentLength ?? 0 }
  }

  async digest (name: string, signal: AbortSignal): Promise<string> {
    const body = await this.get(name, signal)
    if (body === undefined) throw this.failed(name, phrase('store.gone'))
    return (await updateWith(createHash('sha256'), body)).digest('hex')
  }

  /**
   * False when somebody else put there first. Amazon takes the condition; services that know it not say 501,
   * or, as s3rver, say nothing and write over what came in between.
   */
  async putNew (
    name: string,
    content: ObjectContent,
    headers: Headers,
    signal: AbortSignal
  ): Promise<boolean> {
    let left = this.#takesConditions ? conflicts : -1
    for (; left >= 0; left--) {
      try {
        await this.put(name, content, { ...headers, IfNoneMatch: '*' }, signal)
        return true
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        if (error.status === 412) return false
        if (error.status === 501) {
          this.#takesConditions = false
          break
        }
        // Somebody else's attempt was under way. Amazon: "retry the upload".
        if (left === 0) throw this.failed(name, error.message)
      }
    }
    await this.put(name, content, headers, signal)
    return true
  }

  async put (name: string, content: ObjectContent, headers: Headers, signal: AbortSignal): Promise<void> {
    const { md5, etag } = await this.#send(name, content, headers, signal)
    // An ETag is the MD5 of what arrived, unless it came in parts or is encrypted by a key of one's own.
    // Aliyun writes it in capitals.
    if (etag?.toLowerCase() === `"${md5}"`) return
    const found = await this.digest(name, signal)
    if (found !== sha256Of(content)) {
      await this
        .ask(name, signal, async options =>
          await this
            .client
            .send(new DeleteObjectCommand(this.at(name)), options))
        .catch(() => {})
      throw this.failed(name, phrase('store.otherBytes', { found }))
    }
  }

  async #send (
    name: string,
    content: ObjectContent,
    headers: Headers,
    signal: AbortSignal
  ): Promise<{ md5: string, etag: string | undefined }> {
    const { sha256, md5, size } = 'bytes' in content
      ? { sha256: sha256Of(content), md5: digestOf(content.bytes), size: content.bytes.length }
      : await digestsOfFile(content.path)
    if (sha256 !== sha256Of(content) || size !== sizeOf(content)) {
      const file = 'bytes' in content ? name : content.path
      throw new PacklineError('RELEASE_ARTIFACT_CHANGED', {
        file,
        expected: sha256Of(content),
        found: sha256
      })
    }
    const input = { ...this.at(name), ...headers }
    const answer = await this.ask(
      name,
      signal,
      async () => await upload(this.client, content, { ...input, size, md5 }, signal),
      headers.IfNoneMatch !== undefined
    )
    if (answer === undefined) throw this.failed(name, phrase('store.noBucket'))
    return { md5, etag: answer.ETag }
  }

  async *list (folder: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    const prefix = folder === '' ? this.#prefix : `${this.#prefix}${folder}/`
    for (let token: string | undefined;;) {
      const input = {
        Bucket: this.#bucket,
        Prefix: prefix,
        ...token !== undefined && { ContinuationToken: token }
      }
      const answer = await this.ask(
        folder,
        signal,
        async options => await this.client.send(new ListObjectsV2Command(input), options)
      )
      for (const { Key = '', Size = 0 } of answer?.Contents ?? []) {
        yield { name: Key.slice(this.#prefix.length), sizeBytes: Size }
      }
      token = answer?.NextContinuationToken
      if (token === undefined) return
    }
  }

  /** By the server. Of objects over 5 GB it copies parts only; those are sent. */
  async copy (from: string, to: string, signal: AbortSignal): Promise<boolean> {
    const source = `${this.#bucket}/${this.#prefix}${from}`.split('/').map(encodeURIComponent).join('/')
    try {
      const answer = await this.ask(
        to,
        signal,
        async options =>
          await this.client.send(new CopyObjectCommand({ ...this.at(to), CopySource: source }), options)
      )
      return answer !== undefined
    } catch {
      signal.throwIfAborted()
      return false
    }
  }
}

/**
 * By Amazon's protocol Aliyun answers 501 to If-None-Match. With this header of its own a PutObject fails
 * where something is, but for buckets that keep versions.
 */
function askAsAliyun (client: S3Client): void {
  client.middlewareStack.add(next => async args => {
    const { headers } = args.request as { headers: Record<string, string> }
    if (headers['if-none-match'] === '*') {
      delete headers['if-none-match']
      headers['x-oss-forbid-overwrite'] = 'true'
    }
    return await next(args)
  }, { step: 'build', name: 'askAsAliyun' })
}

function digestOf (bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex')
}
