import { createHash } from 'node:crypto'
import { isJsonObject } from '../../json-object.js'
import { ReasonError } from '../../error-text.js'
import { staysBelow } from '../../files/stays-below.js'
import { phrase } from '../../messages/phrase.js'
import type { ActionRecord } from '../action-cache.js'
import type { BlobReference } from '../content-store.js'
import type { BlobDigest } from './cache-server.js'
import { decodeMessage, encodeMessage } from './wire-messages.js'
import type { WireMessage } from './wire-messages.js'

/** A record without what everybody who asks for it knows: the inputs. */
export type SharedRecord = Omit<ActionRecord, 'inputs'>

/** A small record lies in its ActionResult, and one request less is needed for it. */
const inlineBytes = 16 * 1024
const empty = { hash: createHash('sha256').digest('hex'), sizeBytes: 0 }

/** What a server sent is not what was kept there. */
export class WrongBytes extends ReasonError {}

/**
 * The name of an action's result on servers: the digest of an Action message, which a server of the Remote
 * Execution API and one of Bazel's layout in front of the same blobs both know. Its salt holds everything;
 * one project's results are no other's.
 */
export function sharedAction (namespace: string, key: string): BlobDigest {
  const salt = createHash('sha256').update(JSON.stringify(['packline 2', namespace, key])).digest()
  const message = encodeMessage('Action', { commandDigest: empty, inputRootDigest: empty, salt })
  return { sha256: sha256(message), size: message.length }
}

export interface EncodedRecord {
  /** An ActionResult. */
  action: Buffer
  /** The record itself, where it is a blob. */
  body?: { blob: BlobDigest, bytes: Buffer }
}

/** The record as standard output of an ActionResult whose output files are the record's blobs. */
export function encodeRecord (action: BlobDigest, record: SharedRecord): EncodedRecord {
  const { value, blobs, durationMs, costMs } = record
  const text = JSON.stringify({ action: action.sha256, value, blobs, durationMs, costMs })
  const bytes = Buffer.from(`${sha256(text)}\n${text}`)
  const outputFiles = Object.entries(blobs).map(([path, { sha256: hash, size }]) => ({
    path,
    digest: { hash, sizeBytes: size }
  }))
  if (bytes.length <= inlineBytes) {
    return { action: encodeMessage('ActionResult', { outputFiles, stdoutRaw: bytes }) }
  }
  const blob = { sha256: sha256(bytes), size: bytes.length }
  const stdoutDigest = { hash: blob.sha256, sizeBytes: blob.size }
  return { action: encodeMessage('ActionResult', { outputFiles, stdoutDigest }), body: { blob, bytes } }
}

/**
 * What an ActionResult says: the record, or the blob that holds it. Undefined for a result of somebody else;
 * throws WrongBytes for what is no ActionResult.
 */
export function bodyOf (action: BlobDigest, bytes: Uint8Array): Uint8Array | BlobDigest | undefined {
  let message: WireMessage<'ActionResult'>
  try {
    message = decodeMessage('ActionResult', bytes)
  } catch (error) {
    throw wrongRecord(action, { cause: error })
  }
  const { stdoutRaw, stdoutDigest } = message
  if (stdoutRaw !== undefined && stdoutRaw.length > 0) return stdoutRaw
  const { hash = '', sizeBytes = 0 } = stdoutDigest ?? {}
  return isDigest(hash) ? { sha256: hash, size: sizeBytes } : undefined
}

/** Throws WrongBytes for anything but what `encodeRecord` made for this action. */
export function decodeRecord (action: BlobDigest, bytes: Uint8Array): SharedRecord {
  const text = Buffer.from(bytes).toString('utf8')
  const end = text.indexOf('\n')
  if (end !== 64 || text.slice(0, end) !== sha256(text.slice(end + 1))) {
    throw wrongRecord(action)
  }
  const record = jsonIn(text.slice(end + 1))
  if (!isJsonObject(record) || !isRecordOf(action, record)) throw wrongRecord(action)
  const { value, blobs, durationMs, costMs } = record
  return { value, blobs, durationMs, ...costMs !== undefined && { costMs } }
}

function jsonIn (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of this action: a server may mix up two names. Names of blobs are the ends of paths of some outputs. */
function isRecordOf (
  { sha256: name }: BlobDigest,
  record: Record<string, unknown>
): record is Record<string, unknown> & SharedRecord {
  const { action, blobs, durationMs, costMs } = record
  return action === name && isTime(durationMs) && (costMs === undefined || isTime(costMs)) &&
    isJsonObject(blobs) &&
    Object.entries(blobs).every(([path, blob]) => staysBelow(path) && isReference(blob))
}

function wrongRecord ({ sha256: name }: BlobDigest, options?: ErrorOptions): WrongBytes {
  return new WrongBytes(phrase('sharedCache.wrongRecord', { name }), options)
}

function isReference (value: unknown): value is BlobReference {
  return isJsonObject(value) && typeof value.sha256 === 'string' && isDigest(value.sha256) &&
    Number.isSafeInteger(value.size) && Number(value.size) >= 0
}

/** Also one below zero: a clock may have been set back meanwhile. */
function isTime (value: unknown): boolean {
  return Number.isFinite(value)
}

function isDigest (text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function sha256 (bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
