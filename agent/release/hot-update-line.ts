import { parseVersion } from './game-version.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

/** What a player of an earlier version downloads, manifests included. */
export interface LineDownload {
  from: string
  bytes: number
  /** With the binary differences that are offered. */
  bytesWithDeltas?: number
}

/** A hot update that a line has come to. */
export interface LineUpdate {
  version: string
  /** sha256 over every path and content of the update. */
  digest: string
  /** Where its manifests were published for good, below hot-update/; absent when others serve them. */
  from?: string
  /** The address that its manifests name, with a slash at its end. */
  url?: string
  /** For the last versions before it, the oldest first; absent where that was not known here. */
  downloads?: LineDownload[]
}

/** The hot-update versions of one target and one native version. */
export interface Line {
  update?: LineUpdate
  /** Addresses of other targets that packages of this native version were made with: they show the same. */
  also: string[]
  /** Players of this native version are told to update the app. */
  isEnded?: true
}

/** By native version, as `nativeOf` writes it. */
export type Lines = Readonly<Record<string, Line>>

/**
 * A native version as it stands in addresses: equal versions are one line. `1.4.0` is `1.4`; two numbers are
 * the least.
 */
export function nativeOf (version: string): string {
  const numbers = [...parseVersion(version) ?? []]
  if (numbers.length === 0) throw new ReasonError(phrase('version.none', { text: version }))
  while (numbers.length > 2 && numbers.at(-1) === 0) numbers.pop()
  return numbers.join('.')
}

/** Where a line is served, below hot-update/ and below the address of hot updates. */
export function lineAddress (target: string, native: string): string {
  return `${target}/${native}`
}

/** The target whose line is served there. */
export function targetOfAddress (address: string): string {
  return address.slice(0, address.lastIndexOf('/'))
}

/** Every address that a target's lines are served under. */
export function addressesOf (target: string, lines: Lines): string[] {
  return Object.entries(lines).flatMap(([native, { update, also }]) => [
    ...update === undefined ? [] : [lineAddress(target, native)],
    ...also
  ])
}
