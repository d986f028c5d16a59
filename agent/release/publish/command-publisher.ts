import { Redactor } from '../../config/redaction.js'
import { PacklineError } from '../../errors.js'
import { ProgramError } from '../../processes/program-error.js'
import { LastOutput } from '../../processes/program-output.js'
import { runProgram } from '../../processes/run-program.js'
import type { Publisher } from './publisher.js'
import { phrase } from '../../messages/phrase.js'

interface CommandPublisherOptions {
  command: readonly string[]
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  /** Names of the variables that it gets besides the usual ones. */
  variables?: readonly string[]
}

/** What a command gets of the environment: nothing that a secret of somebody else could be in. */
const passed = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'SystemRoot', 'ANDROID_HOME']
const shownLength = 4000

/**
 * A studio's own publishing system: a command that gets what is to be done as JSON on its standard input, and
 * succeeds or not. `step` says what: publish, which players must not see, or deliver, which they do. Only its
 * owner can tell what is there.
 */
export function commandPublisher (options: CommandPublisherOptions): Publisher {
  const place = options.command.join(' ')
  return {
    place,
    publish: async (delivery, signal) => {
      const { release, target } = delivery
      const names = { PACKLINE_RELEASE: release, PACKLINE_TARGET: target }
      const output = await runHook('publish', { ...delivery }, options, place, signal, names)
      const files = [...delivery.files, ...delivery.hotUpdate]
      return {
        written: files.length,
        kept: 0,
        bytes: files.reduce((sum, each) => sum + each.sizeBytes, 0),
        place,
        ...output !== '' && { output }
      }
    },
    prepare: async () => {},
    deliver: async (shown, { signal, failed = [] }) => {
      const names = {
        PACKLINE_RELEASE: shown.map(each => each.release ?? '').join(' '),
        PACKLINE_TARGET: shown.map(each => each.target).join(' ')
      }
      const document = { targets: shown, isTakenBack: failed.length > 0 }
      return await runHook('deliver', document, options, place, signal, names)
    },
    compare: async () => undefined,
    prune: async () => undefined,
    close: async () => {}
  }
}

/** Runs a command, which gets a document and only named variables. Returns the end of what it says. */
export async function runHook (
  step: 'publish' | 'deliver' | 'refresh',
  document: Record<string, unknown>,
  { command: [file = '', ...args], cwd, environment, variables = [] }: CommandPublisherOptions,
  place: string,
  signal: AbortSignal,
  names: Record<string, string> = {}
): Promise<string> {
  const unset = variables.find(name => environment[name] === undefined)
  if (unset !== undefined) {
    throw new PacklineError('RELEASE_PUBLISHER_FAILED', {
      place,
      reason: phrase('publisher.unset', { name: unset })
    })
  }
  const own = [...passed, ...variables]
    .flatMap(name => environment[name] === undefined ? [] : [[name, environment[name]]])
  // What somebody named may be a secret, and what a command says is shown and kept.
  const redactor = new Redactor(variables.flatMap(name => environment[name] ?? []))
  const kept = (): string => redactor.text(said.text).trim()
  const said = new LastOutput(shownLength)
  try {
    const { status, killedBy } = await runProgram({
      file,
      args,
      cwd,
      environment: {
        ...Object.fromEntries(own),
        PACKLINE_STEP: step,
        ...names
      },
      input: JSON.stringify({ step, ...document }),
      stdout: said,
      stderr: said,
      signal
    })
    if (status === 0) return kept()
    const reason = phrase('command.ended', { how: killedBy ?? String(status), said: kept() })
    throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place, reason })
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    const code = error.problem === 'not-found' ? 'TOOL_NOT_FOUND' : 'RELEASE_PUBLISHER_FAILED'
    throw new PacklineError(code, { tool: file, place, reason: error.message }, { cause: error })
  }
}
