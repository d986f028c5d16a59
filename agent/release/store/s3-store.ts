import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { Bucket } from './bucket.js'
import type { ObjectStore } from './object-store.js'
import type { S3Address } from './s3-address.js'
import { checkSame } from './stored-bytes.js'

const lasting = {
  CacheControl: 'public, max-age=31536000, immutable',
  ContentType: 'application/octet-stream'
}
const asked = { CacheControl: 'no-cache', ContentType: 'application/json' }

/** A bucket of Amazon S3, or of a service that speaks its protocol, Aliyun OSS among them. */
export function s3Store (address: S3Address): ObjectStore {
  const bucket = new Bucket(address)
  const replace: ObjectStore['replace'] = async (name, bytes, signal) => {
    await bucket.put(name, { bytes: Buffer.from(bytes) }, asked, signal)
  }
  return {
    place: bucket.place,
    read: async (name, signal) => {
      const body = await bucket.get(name, signal)
      return body === undefined ? undefined : Buffer.concat(await body.toArray())
    },
    fetch: async (name, to, signal) => {
      const body = await bucket.get(name, signal)
      if (body !== undefined) await pipeline(body, createWriteStream(to, { flags: 'wx' }), { signal })
      return body !== undefined
    },
    open: async (name, piece, signal) => await bucket.get(name, signal, piece),
    find: async (name, signal) => await bucket.head(name, signal),
    put: async (name, content, signal) => {
      await bucket.put(name, content, lasting, signal)
    },
    putIfAbsent: async (name, content, signal) => {
      const isThere = await bucket.head(name, signal) !== undefined
      if (!isThere && await bucket.putNew(name, content, lasting, signal)) return 'written'
      checkSame(name, `${bucket.place}/${name}`, content, await bucket.digest(name, signal))
      return 'kept'
    },
    replace,
    note: replace,
    remove: async (name, signal) => {
      await bucket.ask(
        name,
        signal,
        async options => await bucket.client.send(new DeleteObjectCommand(bucket.at(name)), options)
      )
    },
    list: (folder, signal) => bucket.list(folder, signal),
    copy: async (from, to, signal) => await bucket.copy(from, to, signal),
    close: async () => {
      bucket.client.destroy()
    }
  }
}
