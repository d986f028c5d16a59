import { createRequire } from 'node:module'
import { endianness } from 'node:os'
import type * as Koffi from 'koffi'

/**
 * What Linux is asked of files one after the other, without Node's way to it, which takes as long as the call
 * itself. Each gives what the C library gives: below zero where it failed.
 */
export interface FileCalls {
  status: (folder: number, name: string, flags: number, mask: number, status: Buffer) => number
  open: (folder: number, name: string, flags: number) => number
  read: (descriptor: number, bytes: Uint8Array, length: number) => number
  close: (descriptor: number) => number
}

export const noFollow = 0x100 // AT_SYMLINK_NOFOLLOW
/** The descriptor itself is meant. */
export const emptyPath = 0x1000 // AT_EMPTY_PATH
export const basicStatus = 0x7ff // STATX_BASIC_STATS

let loaded: { calls: FileCalls | undefined } | undefined

/** Undefined on other systems. Loading takes 8 ms, unless something else has done it. */
export function fileCalls (): FileCalls | undefined {
  if (process.platform !== 'linux' || endianness() !== 'LE') return undefined
  loaded ??= { calls: load() }
  return loaded.calls
}

function load (): FileCalls | undefined {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi
    const library = koffi.load(null)
    const calls = {
      status: library.func('int statx(int folder, str name, int flags, uint32_t mask, void *status)'),
      open: library.func('int openat(int folder, str name, int flags)'),
      read: library.func('int64_t read(int descriptor, void *bytes, size_t length)'),
      close: library.func('int close(int descriptor)')
    }
    return calls as unknown as FileCalls
  } catch {
    // A C library without one of the calls, or no koffi for this machine: Node's way takes longer.
    return undefined
  }
}
