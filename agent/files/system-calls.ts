/**
 * The system calls that Node lacks: flock(2), the atomic exchange of two paths (renameat2 on Linux,
 * renamex_np on macOS), and copy_file_range(2).
 */
import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'

export interface SystemCalls {
  /**
   * Takes an exclusive lock on an open file without waiting; false when another process has it. It ends with
   * the process.
   */
  tryLock: (descriptor: number) => boolean
  unlock: (descriptor: number) => void
  /** Exchanges two existing paths in one step; false when the file system or the system cannot. */
  exchange: (a: string, b: string) => boolean
  /**
   * Copies bytes inside the kernel, sharing blocks where the file system can. How many it copied; -1 when it
   * cannot, for any reason.
   */
  copyRange: (
    from: number,
    fromOffset: number,
    to: number,
    toOffset: number,
    length: number
  ) => Promise<number>
}

let loaded: SystemCalls | undefined

/** Loads on first use (about 9 ms), so that a run with nothing to do never pays for it. */
export function systemCalls (): SystemCalls {
  loaded ??= load(createRequire(import.meta.url)('koffi') as typeof Koffi, process.platform)
  return loaded
}

const lockExclusive = 2
const lockNonBlocking = 4
const lockRelease = 8
const currentFolder = -100 // AT_FDCWD
const renameExchange = 2 // RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS

function load (koffi: typeof Koffi, platform: NodeJS.Platform): SystemCalls {
  // What this process has loaded: glibc has a name that musl (Alpine) does not.
  const library = koffi.load(null)
  const { EAGAIN, EINTR, EWOULDBLOCK } = koffi.os.errno
  const flock = library.func('int flock(int fd, int operation)')
  return {
    tryLock: descriptor => {
      for (;;) {
        if (flock(descriptor, lockExclusive | lockNonBlocking) === 0) return true
        const errno = koffi.errno()
        if (errno === EAGAIN || errno === EWOULDBLOCK) return false
        if (errno !== EINTR) throw new Error(`flock failed with errno ${errno}`)
      }
    },
    unlock: descriptor => {
      flock(descriptor, lockRelease)
    },
    exchange: exchangeFunction(library, platform),
    copyRange: copyRangeFunction(library, platform)
  }
}

function copyRangeFunction (
  library: Koffi.LibraryHandle,
  platform: NodeJS.Platform
): SystemCalls['copyRange'] {
  const cannot = async (): Promise<number> => -1
  if (platform !== 'linux') return cannot
  try {
    const call = library.func(
      'int64_t copy_file_range(int from, _Inout_ int64_t *fromOffset, int to, _Inout_ int64_t *toOffset, ' +
        'size_t length, unsigned int flags)'
    )
    return async (from, fromOffset, to, toOffset, length) =>
      await new Promise(resolve => {
        call.async(from, [fromOffset], to, [toOffset], length, 0, (error: unknown, copied: number) => {
          resolve(error === null ? copied : -1)
        })
      })
  } catch {
    return cannot
  }
}

function exchangeFunction (library: Koffi.LibraryHandle, platform: NodeJS.Platform): SystemCalls['exchange'] {
  try {
    if (platform === 'darwin') {
      const renamexNp = library.func('int renamex_np(const char *from, const char *to, uint32_t flags)')
      return (a, b) => renamexNp(a, b, renameExchange) === 0
    }
    const renameat2 = library.func(
      'int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, uint32_t flags)'
    )
    return (a, b) => renameat2(currentFolder, a, currentFolder, b, renameExchange) === 0
  } catch {
    // A C library without the call: publishing falls back to two renames and says so.
    return () => false
  }
}
