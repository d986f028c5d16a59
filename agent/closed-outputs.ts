import { hasCode } from './errors.js'

/**
 * A reader that has read enough (`| head`) closes the pipe: what was to be written is not wanted, the work
 * goes on. Node would end the process with a stack.
 */
export function endureClosedReaders (...streams: NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on('error', error => {
      if (!hasCode(error, 'EPIPE')) throw error
    })
  }
}
