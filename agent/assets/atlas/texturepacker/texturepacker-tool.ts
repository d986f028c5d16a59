import { realpathSync, statSync } from 'node:fs'
import { PacklineError } from '../../../errors.js'
import { findExecutable } from '../../../processes/find-executable.js'
import type { BuildContext } from '../../actions/build-context.js'
import { runTool } from '../../../processes/run-tool.js'
import { phrase } from '../../../messages/phrase.js'

type Environment = BuildContext['environment']

const versionTimeoutMs = 60_000

/**
 * The program's real path: PACKLINE_TEXTUREPACKER when it is set, and then nothing else; or TexturePacker on
 * PATH. Throws TOOL_NOT_FOUND.
 */
export function findTexturePacker (environment: Environment): string {
  const named = environment.PACKLINE_TEXTUREPACKER
  return realpathSync(
    named === undefined || named === ''
      ? findExecutable('TexturePacker', environment.PATH ?? '')
      : findExecutable(named, '')
  )
}

/** Several sets of a run ask at once. */
const versions = new WeakMap<BuildContext['tools'], Promise<string>>()

/**
 * The version of this machine's TexturePacker, asked once per program (path, size and time of change) and
 * remembered in the action cache. It needs no licence.
 */
export async function texturePackerVersion (
  file: string,
  rule: string,
  context: BuildContext
): Promise<string> {
  const known = versions.get(context.tools)
  if (known !== undefined) return await known
  const version = ask(file, rule, context)
  versions.set(context.tools, version)
  return await version
}

async function ask (file: string, rule: string, context: BuildContext): Promise<string> {
  const { size, mtimeNs } = statSync(file, { bigint: true })
  const result = await context.runner.run({
    id: 'TexturePacker version',
    rule,
    inputs: {
      kind: 'texturepacker-version',
      version: 1,
      options: { file, size: String(size), changed: String(mtimeNs) },
      inputs: []
    },
    isLocal: true,
    run: async () => ({ value: await askProgram(file, context) })
  })
  // A dry run has to know it too, and asking changes nothing.
  return result === undefined ? await askProgram(file, context) : result.value as string
}

async function askProgram (file: string, context: BuildContext): Promise<string> {
  let output = ''
  const { status } = await runTool({
    file,
    args: ['--version'],
    cwd: '/',
    environment: toolEnvironment(context.environment),
    onLine: line => {
      output = `${output}${line}\n`.slice(0, 8192)
    },
    timeoutMs: versionTimeoutMs,
    signal: context.signal
  })
  const version = /TexturePacker\s+v?(\d+(?:\.\d+)+[0-9A-Za-z.+-]*)/.exec(output)?.[1]
  if (version !== undefined && status === 0) return version
  if (/\bagree\b|licen[cs]e agreement/i.test(output)) throw new PacklineError('TEXTUREPACKER_TERMS', { file })
  throw new PacklineError('TOOL_FAILED', {
    tool: file,
    reason: phrase('tool.versionSays', {
      words: JSON.stringify(output.trim().slice(0, 300)),
      status: String(status)
    })
  })
}

/**
 * Where the tool finds itself, its licence and its display; nothing else of the environment is its business.
 */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TP_FLOATING_LICENSE',
  'DISPLAY',
  'XAUTHORITY',
  'QT_QPA_PLATFORM',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData'
]

/** UTF-8 so that file names beyond ASCII arrive whole. */
export function toolEnvironment (environment: Environment, temporaryFolder?: string): Record<string, string> {
  const own = passedOn.flatMap(name => environment[name] === undefined ? [] : [[name, environment[name]]])
  return {
    ...Object.fromEntries(own),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    ...temporaryFolder !== undefined &&
      { TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder }
  }
}
