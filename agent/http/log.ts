import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { Redactor, withoutSecretFields } from '../config/redaction.js'

/** A text that nobody wants to read. */
export const unlogged = ''

/**
 * The agent's log: JSON lines with times. Secrets that are known, and fields that hold secrets by their name,
 * are blanked out.
 */
export function createLog (stream: DestinationStream, level = 'info', redactor = new Redactor()): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }), log: withoutSecretFields },
    hooks: {
      logMethod (args, method) {
        if ((args as unknown[])[0] !== unlogged) method.apply(this, args)
      },
      streamWrite: line => redactor.line(line)
    }
  }, stream)
}

/**
 * Standard error of this process without waiting for whoever reads it: a pipe that is full would hold up
 * every request. What is not written yet when the process ends is written then.
 */
export function standardErrorOutput (): DestinationStream {
  const stream = pino.destination({ fd: 2, sync: false })
  // Where it is a file, a full disk must not end the agent.
  stream.on('error', () => {})
  return stream
}
