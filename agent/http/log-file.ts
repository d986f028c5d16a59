import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { pino } from 'pino'
import type { DestinationStream } from 'pino'
import { PacklineError } from '../errors.js'
import { errorText } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

const lookEveryMs = 2000
const mode = 0o640
/** Bytes that wait for a disk that is full; more is dropped. */
const maxWaiting = 8_000_000

/**
 * A log that may be moved away at any time: what follows goes to a new file of the name. So newsyslog and
 * logrotate need to signal nobody. Throws USAGE_BAD_VALUE when the file cannot be written.
 */
export function logFile (file: string, everyMs = lookEveryMs): DestinationStream & { close: () => void } {
  // Tells which file the stream has, and that one can be opened: a reopening that failed would leave the
  // stream with one that it closes twice.
  let held = openFirst(file)
  const stream = pino.destination({ dest: file, mode, sync: false, maxLength: maxWaiting })
  // A full disk ends no agent: the lines wait, and the health page tells of the disk.
  stream.on('error', () => {})
  const follow = setInterval(() => {
    try {
      if (isNamed(file, held)) return
      const fresh = openSync(file, 'a', mode)
      closeSync(held)
      held = fresh
      stream.reopen()
    } catch {
      // The folder is not there or cannot be written: the next look may find it mended.
    }
  }, everyMs)
    .unref()
  return {
    write: line => stream.write(line),
    close: () => {
      if (held < 0) return
      clearInterval(follow)
      closeSync(held)
      held = -1
      stream.end()
    }
  }
}

function openFirst (file: string): number {
  try {
    return openSync(file, 'a', mode)
  } catch (error) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: 'PACKLINE_LOG_FILE',
      value: JSON.stringify(file),
      expected: phrase('expected.writable', { reason: errorText(error) })
    }, { cause: error })
  }
}

function isNamed (file: string, held: number): boolean {
  const [known, named] = [fstatSync(held), statSync(file, { throwIfNoEntry: false })]
  return named?.ino === known.ino && named.dev === known.dev
}
