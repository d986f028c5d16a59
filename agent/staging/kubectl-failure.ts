import { PacklineError } from '../errors.js'
import type { Wording } from '../messages/phrase.js'

interface FailedCall {
  cluster: string
  kubeconfig: string
  /** What was being done, in words. */
  work: Wording
  said: string
}

/**
 * What kubectl said, as an error of ours. The sentences are those of kubectl 1.34 (`cmdutil.CheckErr`,
 * `clientcmd`) and of the API server (`apimachinery/pkg/api/errors`), in English whatever the locale.
 */
export function kubectlFailure ({ cluster, kubeconfig, work, said }: FailedCall): PacklineError {
  const reason = reasonIn(said)
  const has = (...patterns: RegExp[]): boolean => patterns.some(pattern => pattern.test(said))
  if (has(...unreachable)) return new PacklineError('STAGING_UNREACHABLE', { cluster, reason })
  if (has(misconfigured)) {
    return new PacklineError('STAGING_KUBECONFIG', { cluster, file: kubeconfig, reason })
  }
  if (has(/exceeded quota/)) return new PacklineError('STAGING_QUOTA', { cluster, reason })
  if (has(/because it is being terminated/)) return new PacklineError('STAGING_ENDING', { cluster, reason })
  if (has(/Apply failed with \d+ conflict/)) return new PacklineError('STAGING_CONFLICT', { reason })
  if (has(...invalid)) return new PacklineError('STAGING_INVALID', { reason })
  if (has(/\(Forbidden\)|is forbidden:|must be logged in|Unauthorized/)) {
    return new PacklineError('STAGING_FORBIDDEN', { cluster, work, reason })
  }
  return new PacklineError('STAGING_FAILED', { cluster, work, reason })
}

const unreachable = [
  /The connection to the server .* was refused/,
  /Unable to connect to the server/,
  /no such host/,
  /i\/o timeout/,
  /TLS handshake timeout/,
  /context deadline exceeded/,
  /connection reset by peer/,
  /x509: /,
  /\(ServiceUnavailable\)/,
  /the server is currently unable to handle the request/
]
const misconfigured = /context was not found|Error in configuration|error loading config file|^error: stat /m
const invalid = [
  /violates PodSecurity/,
  /\(Invalid\)/,
  / is invalid: /,
  /failed to create typed patch object/,
  /strict decoding error/,
  /no matches for kind/,
  /\(BadRequest\)/,
  /error validating/,
  /unable to decode/
]

const mostReason = 1200

/**
 * Without the log lines of its libraries and what only warns; the same sentence once. Some builds of kubectl,
 * as Google's, say in such a line why they failed.
 */
export function reasonIn (said: string): string {
  const lines = said
    .split('\n')
    .map(line => /"command failed" err=("(?:[^"\\]|\\.)*")/.exec(line)?.[1] ?? line.trim())
    .map(line => line.startsWith('"') ? quotedText(line) : line)
    .filter(line => line !== '' && !/^[EWI]\d{4} \d\d:\d\d|^Warning: /.test(line))
    .map(line => line.replace(/^error: |^Error from server: |^Error from server \((?!Forbidden)\w+\): /i, ''))
  const text = [...new Set(lines)].join('; ')
  return text.replaceAll(/; if you choose to ignore these errors[^;]*/g, '').slice(0, mostReason)
}

function quotedText (line: string): string {
  try {
    return String(JSON.parse(line))
  } catch {
    return line
  }
}

/** What the API server warns of, such as pods that the security standard will refuse. */
export function warningsIn (said: string): string[] {
  return [...new Set([...said.matchAll(/^Warning: (.+)$/gm)].map(([, warning = '']) => warning))]
}
