import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { actionKey } from '../cache/action-cache.js'
import type { Environment } from '../config/home.js'
import type { CommandDefinition } from '../config/baseline-schema.js'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import type { FileDigests } from './file-digests.js'
import { filesMatching, inProject } from './project-folder.js'
import { lastWords, runCommand } from './run-command.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface CommandContext {
  project: string
  environment: Environment
  digests: FileDigests
  signal: AbortSignal
}

/**
 * Where programs and the user's files are is the machine's business; it does not change what a command makes.
 */
const notInputs = new Set(['PATH', 'HOME'])

/**
 * Name and digest of all that the result of a command depends on: the files that it declares, and the
 * environment that it gets.
 */
export async function commandInputs (
  definition: CommandDefinition,
  what: Wording,
  { project, environment, digests }: CommandContext
): Promise<Array<[name: string, digest: string]>> {
  const paths = filesMatching(project, definition.inputs)
  if (paths.length === 0) {
    throw new PacklineError('PACKAGE_INPUT_MISSING', {
      file: definition.inputs.join(', '),
      what: phrase('what.takesIn', { what })
    })
  }
  const files: Array<[string, string]> = []
  for (const path of paths) files.push([path, (await digests.of(join(project, path), what)).sha256])
  const variables = definition
    .environment
    .filter(name => !notInputs.has(name))
    .map((name): [string, string] => [
      `$${name}`,
      createHash('sha256').update(environment[name] ?? '').digest('hex')
    ])
  return [...variables, ...files]
}

/** Where things are and how they are spelt: names whose value nobody has to hide. */
const openVariable = /^(?:PATH|HOME|USER|TERM|TMPDIR|LANG|LC_\w+)$|_(?:HOME|ROOT|PATH|DIR|FILE|URL)$/
/** What is shorter stands in every second line for something else. */
const minSecretLength = 4

/** What must not be in a log: the values of the variables that a command gets, where they may be secret. */
function secretsOf ({ environment: names }: CommandDefinition, environment: Environment): string[] {
  return names
    .filter(name => !openVariable.test(name))
    .flatMap(name => environment[name]?.split(/\r?\n/) ?? [])
    .filter(({ length }) => length >= minSecretLength)
    .sort((a, b) => b.length - a.length)
}

/** Changes whenever the command would make something else. */
export async function commandKey (
  definition: CommandDefinition,
  what: Wording,
  context: CommandContext
): Promise<string> {
  const { command, directory } = definition
  return actionKey({
    kind: 'external-build',
    version: 1,
    options: { command, directory },
    inputs: await commandInputs(definition, what, context)
  })
}

/**
 * Runs a command of the project file. `values` fill {names} in its arguments; `onLine` gets all that it says,
 * without secrets. Throws PACKAGE_COMMAND_FAILED with its last lines.
 */
export async function runProjectCommand (
  definition: CommandDefinition,
  what: Wording,
  values: Record<string, string>,
  { project, environment, signal }: Omit<CommandContext, 'digests'>,
  onLine?: (line: string) => void
): Promise<void> {
  const directory = inProject(project, definition.directory)
  const [program = '', ...args] = definition.command.map(word =>
    word.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  )
  const result = await runCommand({
    file: findExecutable(program, environment.PATH ?? '', directory),
    args,
    cwd: directory,
    environment: Object.fromEntries(definition.environment.map(name => [name, environment[name]])),
    timeoutMs: definition.timeoutMinutes * 60_000,
    signal,
    secrets: secretsOf(definition, environment),
    ...onLine !== undefined && { onLine }
  })
  if (result.failure !== undefined) {
    throw new PacklineError('PACKAGE_COMMAND_FAILED', {
      what,
      status: result.failure,
      reason: lastWords(result),
      directory: definition.directory
    })
  }
}
