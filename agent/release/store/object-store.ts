import type { Readable } from 'node:stream'

/** Bytes to put: a file of this machine with what is known of it, or a document. */
export type ObjectContent = StoredFile | { bytes: Buffer }

export interface StoredFile {
  path: string
  sha256: string
  sizeBytes: number
}

/** The first and last byte of a piece, which is there. */
export interface BytePiece {
  start: number
  end: number
}

export interface StoredObject {
  name: string
  sizeBytes: number
}

/**
 * Where things are kept by name and served from: a folder, a web server that takes PUT, a bucket. Names have
 * forward slashes, and a reader of one finds all of the bytes or none. Whatever was put is looked at again,
 * by the server's digest or byte for byte. Errors are those of publish-errors.ts.
 */
export interface ObjectStore {
  /** For people: where things go. */
  readonly place: string
  /** The bytes of a document; undefined where there is none. */
  read: (name: string, signal: AbortSignal) => Promise<Buffer | undefined>
  /** Writes the bytes to a new file of this machine; false where nothing lies there. */
  fetch: (name: string, to: string, signal: AbortSignal) => Promise<boolean>
  /** The bytes as a stream, from the first to the last that are named; undefined where nothing lies there. */
  open: (name: string, piece: BytePiece | undefined, signal: AbortSignal) => Promise<Readable | undefined>
  /** Whether something lies there, and its size. */
  find: (name: string, signal: AbortSignal) => Promise<{ sizeBytes: number } | undefined>
  /**
   * Puts what its name decides (objects/SHA256, content/DIGEST/PATH): whoever puts there puts the same, so
   * nothing is asked first.
   */
  put: (name: string, content: ObjectContent, signal: AbortSignal) => Promise<void>
  /**
   * Puts what will never change under a name that anybody could use: the same bytes are kept, others are
   * RELEASE_PUBLISHED_DIFFERS.
   */
  putIfAbsent: (name: string, content: ObjectContent, signal: AbortSignal) => Promise<'written' | 'kept'>
  /** Puts a document in place of the one before; readers and caches are told to ask each time. */
  replace: (name: string, bytes: Buffer | string, signal: AbortSignal) => Promise<void>
  /** As `replace`, for what nobody misses: whether it arrived is not looked at. */
  note: (name: string, bytes: string, signal: AbortSignal) => Promise<void>
  /** Removing what is not there does no harm. */
  remove: (name: string, signal: AbortSignal) => Promise<void>
  /** All that lies below a folder. Throws RELEASE_STORE_CANNOT_LIST where the server tells no names. */
  list: (folder: string, signal: AbortSignal) => AsyncIterable<StoredObject>
  /** The same bytes under another name, without sending them; false where that does not work here. */
  copy: (from: string, to: string, signal: AbortSignal) => Promise<boolean>
  /** A whole folder under a name that is free, in one request; false where that does not work here. */
  copyFolder?: (from: string, to: string, signal: AbortSignal) => Promise<boolean>
  /**
   * Removes a folder in one request, of a server that tells no names; false where that does not work. What is
   * said to be removed may still be there.
   */
  removeFolder?: (folder: string, signal: AbortSignal) => Promise<boolean>
  /** A name that leads to a folder, switched in one step; only where such a thing is served. */
  link?: (name: string, folder: string) => Promise<void>
  /** Where such a name leads. */
  linked?: (name: string) => Promise<string | null>
  /** Does `work` while nobody else does the same here; only where a lock can be held. */
  alone?: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>
  close: () => Promise<void>
}
