import { ReasonError } from '../../error-text.js'
import type { BlobContent } from '../../files/blob-content.js'

/** Bytes as a server knows them. */
export interface BlobDigest {
  sha256: string
  size: number
}

/** This user may not do that here; what it may goes on. */
export class Refused extends ReasonError {}

/**
 * A cache that exists, by the protocol that it speaks. What a server says is not believed here: callers
 * compare digests. Anything that goes wrong is thrown, in words that hold no secret.
 */
export interface CacheServer {
  /** For people, without credentials. */
  readonly place: string
  /** The bytes of an ActionResult; undefined where there is none. */
  readAction: (action: BlobDigest, signal: AbortSignal) => Promise<Uint8Array | undefined>
  /**
   * Of a large blob as it came, in pieces that nobody writes to again.
   * @param onBytes told of what has come so far, where that can be told before all of it is here
   */
  read: (
    blob: BlobDigest,
    signal: AbortSignal,
    onBytes?: (count: number) => void
  ) => Promise<BlobContent | undefined>
  /** Those of the blobs that the server lacks. */
  missing: (blobs: readonly BlobDigest[], signal: AbortSignal) => Promise<BlobDigest[]>
  write: (blob: BlobDigest, bytes: Uint8Array, signal: AbortSignal) => Promise<void>
  /** The blobs that an ActionResult names have to be there first: such servers look. */
  writeAction: (action: BlobDigest, bytes: Uint8Array, signal: AbortSignal) => Promise<void>
  close: () => Promise<void>
}
