import { runTool } from '../processes/run-tool.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface CommandRun {
  /** A path, never a name to look up. */
  file: string
  args: readonly string[]
  cwd: string
  /** All that the command gets to see of the environment. */
  environment: Readonly<Record<string, string | undefined>>
  timeoutMs: number
  signal: AbortSignal
  /** Texts that must not be in any output. */
  secrets?: readonly string[]
  /** Gets each line, without secrets. */
  onLine?: (line: string) => void
}

export interface CommandResult {
  /** undefined when it ended well; else what it ended with. */
  failure: Wording | undefined
  /** Its last lines, without secrets. */
  lines: string[]
}

const keptLines = 200

/** Runs a command to its end; how it ended is the caller's to judge. */
export async function runCommand (
  { secrets = [], timeoutMs, onLine, ...run }: CommandRun
): Promise<CommandResult> {
  const lines: string[] = []
  const { status, killedBy, isTimeout } = await runTool({
    ...run,
    timeoutMs,
    onLine: line => {
      const clean = withoutSecrets(line, secrets)
      onLine?.(clean)
      lines.push(clean)
      if (lines.length > keptLines) lines.shift()
    }
  })
  const failure = isTimeout
    ? phrase('program.minutes', { minutes: timeoutMs / 60_000 })
    : status === 0
    ? undefined
    : status === null
    ? phrase('program.killed', { signal: killedBy ?? 'a signal' })
    : phrase('program.exitStatus', { status })
  return { failure, lines }
}

function withoutSecrets (text: string, secrets: readonly string[]): string {
  return secrets.filter(secret => secret !== '').reduce(
    (clean, secret) => clean.replaceAll(secret, '***'),
    text
  )
}

/** The last words of a tool, for an error. */
export function lastWords ({ lines }: CommandResult): string {
  return lines.filter(line => line.trim() !== '').slice(-5).join('\n').slice(-1000)
}
