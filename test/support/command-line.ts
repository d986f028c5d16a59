import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runCommandLine } from '../../agent/cli/run-command-line.js'

export interface CommandResult {
  status: number
  stdout: string
  stderr: string
}

export interface CommandPlace {
  cwd: string
  environment: Record<string, string | undefined>
  signal?: AbortSignal
}

/** A command line of packline in this process, from its words to its exit status and outputs. */
export async function runPackline (
  { cwd, environment, signal = new AbortController().signal }: CommandPlace,
  argv: readonly string[]
): Promise<CommandResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const outputs = Promise.all([text(stdout), text(stderr)])
  const status = await runCommandLine([...argv], { environment, cwd, signal, stdout, stderr })
  stdout.end()
  stderr.end()
  const [out, err] = await outputs
  return { status, stdout: out, stderr: err }
}
