import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

const secretFields = ['authorization', 'cookie', 'token', 'apiToken', 'password', 'secret', 'routingKey', 'key', 'passphrase']

/** The agent's log: JSON lines with times, the fields that hold secrets blanked out. */
export function createLog (stream: DestinationStream, level = 'info'): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    redact: { paths: secretFields.flatMap(name => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]), censor: '[redacted]' }
  }, stream)
}
