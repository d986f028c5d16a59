import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError, hasCode } from '../../../errors.js'
import { sha256OfFile } from '../../../files/streamed-digest.js'
import { findExecutable } from '../../../processes/find-executable.js'
import type { Limiter } from '../../../licence/lease.js'
import type { BuildContext } from '../../actions/build-context.js'
import type { StartProgram } from '../../../processes/process-group.js'
import { runTool } from '../../../processes/run-tool.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

export type ExternalTool = 'ccsuiexporter' | 'cocos-tool'

export interface ExternalRun {
  tool: ExternalTool
  /** The program's real path. */
  file: string
  environment: Readonly<Record<string, string | undefined>>
  limiter: Pick<Limiter, 'withLease'>
  timeoutMs: number
  signal: AbortSignal
}

export const externalTools: Record<ExternalTool, { name: string, variable: string }> = {
  ccsuiexporter: { name: 'CCSUIExporter', variable: 'PACKLINE_CCSUIEXPORTER' },
  'cocos-tool': { name: 'Cocos.Tool', variable: 'PACKLINE_COCOS_TOOL' }
}

const versionTimeoutMs = 20_000
const mostLines = 200

type Environment = ExternalRun['environment']

/**
 * The tool's real path: its variable when that is set, and then nothing else; or its name on PATH. Throws
 * TOOL_NOT_FOUND.
 */
export function findExternalTool (tool: ExternalTool, environment: Environment): string {
  const { name, variable } = externalTools[tool]
  const named = environment[variable]
  return realpathSync(
    named === undefined || named === ''
      ? findExecutable(name, environment.PATH ?? '')
      : findExecutable(named, '')
  )
}

/**
 * What an action's key holds of a tool: its version and the digest of its program, asked once per program
 * (path, size and time of change) and remembered in the action cache.
 */
export async function identityOf (
  tool: ExternalTool,
  file: string,
  rule: string,
  context: Pick<BuildContext, 'runner' | 'environment' | 'signal'>
): Promise<string> {
  const { size, mtimeNs } = statSync(file, { bigint: true })
  const ask = async (): Promise<string> =>
    [
      await externalToolVersion(tool, file, context.environment, context.signal),
      `sha256:${await sha256OfFile(file)}`
    ]
      .join(' ')
  const result = await context.runner.run({
    id: `${externalTools[tool].name} version`,
    rule,
    inputs: {
      kind: 'ccsui-tool-version',
      version: 1,
      options: { file, size: String(size), changed: String(mtimeNs) },
      inputs: []
    },
    isLocal: true,
    run: async () => ({ value: await ask() })
  })
  // A dry run has to know it too, and asking changes nothing.
  return result === undefined ? await ask() : result.value as string
}

/**
 * The version that the tool prints for --version, else that of the application bundle it lies in, else
 * "unknown": neither tool is documented to tell it, so the digest of the program stands beside it.
 */
export async function externalToolVersion (
  tool: ExternalTool,
  file: string,
  environment: Environment,
  signal: AbortSignal
): Promise<string> {
  const lines: string[] = []
  try {
    const exit = await runTool({
      file,
      args: ['--version'],
      cwd: dirname(file),
      environment: passedOn(environment),
      onLine: line => {
        if (lines.length < mostLines) lines.push(line)
      },
      timeoutMs: versionTimeoutMs,
      signal
    })
    const found = exit.status === 0
      ? lines.map(line => /(?<![\w.])v?(\d+(?:\.\d+){1,3}[0-9A-Za-z.+-]*)/.exec(line)?.[1]).find(version =>
        version !== undefined
      )
      : undefined
    if (found !== undefined) return found
  } catch (error) {
    if (!hasCode(error, 'TOOL_FAILED')) throw error
  }
  return bundleVersion(file) ?? 'unknown'
}

/** CFBundleShortVersionString of the macOS application around a program. */
function bundleVersion (file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return /<key>CFBundleShortVersionString<\/key>\s*<string>([^<]{1,64})<\/string>/
        .exec(readFileSync(join(folder, 'Info.plist'), 'utf8'))
        ?.[1]
    } catch { /* not here: one further up */ }
  }
  return undefined
}

/**
 * Runs a tool under a lease in `cwd` and hands back what it printed on standard output, which is its
 * warnings. When it fails, that text is the error (standard error where it printed nothing else): throws
 * TOOL_FAILED.
 */
export async function callTool (run: ExternalRun, args: string[], cwd: string): Promise<string[]> {
  const said: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] }
  const exit = await limited(run, async (start, lost) =>
    await runTool({
      ...start !== undefined && { start },
      file: run.file,
      args,
      cwd,
      environment: passedOn(run.environment),
      onLine: (line, from) => {
        if (line.trim() !== '' && said[from].length < mostLines) said[from].push(line.trim())
      },
      timeoutMs: run.timeoutMs,
      signal: AbortSignal.any([run.signal, lost])
    }))
  if (exit.status === 0) return said.stdout
  const text = (said.stdout.length > 0 ? said.stdout : said.stderr).join('\n')
  const reason = exit.isTimeout
    ? phrase('exporter.noEnd', { seconds: run.timeoutMs / 1000 })
    : text || phrase('program.exitStatus', { status: exit.status ?? exit.killedBy ?? '?' })
  throw toolFailed(run, reason)
}

export function toolFailed (
  { tool }: Pick<ExternalRun, 'tool'>,
  reason: Wording,
  cause?: unknown
): PacklineError {
  return new PacklineError(
    'TOOL_FAILED',
    { tool: externalTools[tool].name, reason },
    cause === undefined ? {} : { cause }
  )
}

/** A tool that no licence of this machine names needs no seat; nothing has run when the limiter says so. */
async function limited<T> (
  { tool, limiter, signal }: ExternalRun,
  use: (start: StartProgram | undefined, lost: AbortSignal) => Promise<T>
): Promise<T> {
  try {
    return await limiter.withLease(tool, async lease => await use(lease.spawn, lease.signal), { signal })
  } catch (error) {
    if (hasCode(error, 'LICENCE_UNKNOWN')) return await use(undefined, signal)
    throw error
  }
}

function passedOn ({ PATH, HOME, LANG }: Environment): Record<string, string | undefined> {
  return { PATH, HOME, LANG }
}
