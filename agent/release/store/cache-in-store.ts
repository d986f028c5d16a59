import { Refused } from '../../cache/remote/cache-server.js'
import type { CacheServer } from '../../cache/remote/cache-server.js'
import { ReasonError, innerReason } from '../../error-text.js'
import type { ObjectStore } from './object-store.js'

/** Of a key that may read only. */
const refusal = /^(?:401|403) /

/** A bucket as a shared cache: the layout of Bazel's HTTP caches, asked by the bucket's own protocol. */
export function cacheInStore (store: ObjectStore): CacheServer {
  return {
    place: store.place,
    readAction: async ({ sha256 }, signal) => await asked(store.read(`ac/${sha256}`, signal)),
    read: async ({ sha256 }, signal) => await asked(store.read(`cas/${sha256}`, signal)),
    missing: async (blobs, signal) => {
      const found = await Promise.all(
        blobs.map(async ({ sha256, size }) =>
          (await asked(store.find(`cas/${sha256}`, signal)))?.sizeBytes === size
        )
      )
      return blobs.filter((_, index) => found[index] !== true)
    },
    write: async ({ sha256 }, bytes, signal) => {
      await asked(store.put(`cas/${sha256}`, { bytes: Buffer.from(bytes) }, signal))
    },
    writeAction: async ({ sha256 }, bytes, signal) => {
      await asked(store.replace(`ac/${sha256}`, Buffer.from(bytes), signal))
    },
    close: async () => {
      await store.close()
    }
  }
}

/** The store's errors speak of releases; here only their reason counts. */
async function asked<T> (answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const reason = innerReason(error)
    throw refusal.test(String(reason)) ? new Refused(reason) : new ReasonError(reason, { cause: error })
  }
}
