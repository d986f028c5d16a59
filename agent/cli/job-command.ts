import { Writable } from 'node:stream'
import { PacklineError, toPacklineError } from '../errors.js'
import type { AttemptOutput } from '../jobs/job-attempt.js'
import type { JobOutcome } from '../jobs/job.js'
import { errorDocument } from '../messages/error-document.js'
import { localeFrom } from '../messages/message.js'
import { fromJson } from '../messages/words-beside.js'
import type { CommandContext } from './command.js'
import { loadCommand } from './command-table.js'
import { parseArguments } from './parse-arguments.js'

/** `form`: what the command prints. */
interface JobOutput extends AttemptOutput {
  form: 'events' | 'document'
}

/** What a job's command may leave to somebody else: its exit status, undefined where it is to run here. */
type Elsewhere = (
  words: readonly string[],
  streams: Pick<CommandContext, 'stdout' | 'stderr'>
) => Promise<number | undefined>

interface Report {
  errors?: Array<Record<string, unknown>>
  error?: Record<string, unknown>
}

/**
 * Runs a command as the work of a job: its output becomes events, what it reports in the end the job's
 * report.
 */
export async function runJobCommand (
  words: readonly string[],
  host: Pick<CommandContext, 'environment' | 'cwd' | 'signal' | 'onSignal'>,
  output: JobOutput,
  elsewhere: Elsewhere = async () => undefined
): Promise<JobOutcome> {
  const name = words.slice(0, 2).join(' ')
  let document = ''
  let report: Report | undefined
  const stdout = output.form === 'document'
    ? new Writable({
      write: (chunk, _encoding, done) => {
        document += String(chunk)
        done()
      }
    })
    : lineSink(line => {
      const event = fromJson(line) as { type: string, report?: Report }
      if (event.type === 'report') report = event.report
      else output.emit(event)
    })
  const stderr = lineSink(text => {
    output.emit({ type: 'log', text })
  })
  const context: CommandContext = {
    ...host,
    locale: localeFrom(host.environment),
    stdout,
    stderr
  }
  let exitStatus: number
  let error: Record<string, unknown> | undefined
  try {
    const status = await elsewhere(words.filter(word => word !== '--local'), context)
    exitStatus = status ?? await runHere(name, words, context)
  } catch (thrown) {
    const failure = host.signal.aborted
      ? new PacklineError('INTERRUPTED', {}, { cause: thrown })
      : toPacklineError(thrown)
    if (failure.code === 'INTERNAL') {
      process.stderr.write(`${(thrown instanceof Error ? thrown.stack : undefined) ?? String(thrown)}\n`)
    }
    exitStatus = failure.exitStatus
    error = errorDocument(failure)
  }
  if (document !== '') report = fromJson(document) as Report
  if (report !== undefined) await output.report(report)
  error ??= exitStatus === 0 ? undefined : report?.errors?.[0] ?? report?.error
  return { exitStatus, ...error !== undefined && { error } }
}

async function runHere (name: string, words: readonly string[], context: CommandContext): Promise<number> {
  const command = await loadCommand(name)
  const { options, positionals } = parseArguments(command, words.slice(2))
  return await command.run(context, options, positionals)
}

function lineSink (take: (line: string) => void): Writable {
  let rest = ''
  return new Writable({
    write: (chunk, _encoding, done) => {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      try {
        for (const line of lines) if (line !== '') take(line)
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    }
  })
}
