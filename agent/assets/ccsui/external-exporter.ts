import { createHash } from 'node:crypto'
import { createReadStream, realpathSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PacklineError, hasCode } from '../../errors.js'
import { findExecutable } from '../../licence/guard.js'
import type { Lease, Limiter } from '../../licence/limiter.js'
import { runTool, startTool } from '../tool-process.js'
import { readCsb } from './csb-reader.js'
import type { ExportOptions } from './export-options.js'
import { nestedCsb } from './node-tables.js'

export type ExternalTool = 'ccsuiexporter' | 'cocos-tool'

export interface ExternalRun {
  /** The program's real path. */
  file: string
  environment: Readonly<Record<string, string | undefined>>
  limiter: Pick<Limiter, 'withLease'>
  timeoutMs: number
  signal: AbortSignal
}

const programs: Record<ExternalTool, { name: string, variable: string }> = {
  ccsuiexporter: { name: 'CCSUIExporter', variable: 'PACKLINE_CCSUIEXPORTER' },
  'cocos-tool': { name: 'Cocos.Tool', variable: 'PACKLINE_COCOS_TOOL' }
}

/** The tool's real path: its variable when that is set, and then nothing else; or its name on PATH. Throws TOOL_NOT_FOUND. */
export function findExternalTool (tool: ExternalTool, environment: Readonly<Record<string, string | undefined>>): string {
  const { name, variable } = programs[tool]
  const named = environment[variable]
  return realpathSync(named === undefined || named === '' ? findExecutable(name, environment.PATH ?? '') : findExecutable(named, ''))
}

/** The part of an action's key that names the tool. Neither tool is known to tell its version, so the program's bytes stand for it. */
export async function externalToolIdentity (file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/**
 * Exports one csd with CCSUIExporter under a lease, on a private copy. What it prints is its error when it fails, else its
 * warnings. Throws TOOL_FAILED; the result is read before it is handed back, so that no damaged csb gets on.
 */
export async function exportExternally (csd: Uint8Array, name: string, options: ExportOptions, run: ExternalRun): Promise<{ csb: Uint8Array, warnings: string[] }> {
  return await withFolder(run, async folder => {
    const input = `in/${name}`
    const output = `out/${nestedCsb(name)}`
    for (const path of [input, output]) await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, input), csd)
    const warnings = await call('ccsuiexporter', [...prefixArguments(options), '--output', `./${output}`, `./${input}`], folder, run)
    return { csb: await readResult('ccsuiexporter', folder, output), warnings }
  })
}

/** Publishes a whole Cocos Studio project with Cocos.Tool into `output`; it cannot export a single csd. */
export async function publishExternally (project: string, output: string, run: ExternalRun): Promise<string[]> {
  await mkdir(output, { recursive: true })
  return await call('cocos-tool', ['publish', '-f', project, '-o', output, '-d', 'Serializer_FlatBuffers'], dirname(project), run)
}

/** Options without a value are left out. */
function prefixArguments ({ texturePrefix, textureType, csbPrefix, fontPrefix }: ExportOptions): string[] {
  const values = { '--texture-prefix': texturePrefix, '--texture-type': textureType === 'keep' ? '' : textureType, '--csb-prefix': csbPrefix, '--font-prefix': fontPrefix }
  return Object.entries(values).flatMap(([option, value]) => value === '' ? [] : [option, value])
}

async function call (tool: ExternalTool, args: string[], cwd: string, run: ExternalRun): Promise<string[]> {
  const lines: string[] = []
  const exit = await limited(tool, run, async (start, lost) => await runTool({
    start,
    file: run.file,
    args,
    cwd,
    environment: { PATH: run.environment.PATH, HOME: run.environment.HOME, LANG: run.environment.LANG },
    onLine: line => { if (line.trim() !== '' && lines.length < 200) lines.push(line.trim()) },
    timeoutMs: run.timeoutMs,
    signal: AbortSignal.any([run.signal, lost])
  }))
  if (exit.status === 0) return lines
  const reason = exit.isTimeout ? `no end after ${run.timeoutMs / 1000} s` : lines.join('\n') || `exit status ${exit.status ?? exit.killedBy}`
  throw new PacklineError('TOOL_FAILED', { tool: programs[tool].name, reason })
}

/** A tool that no licence of this machine names needs no seat; nothing has run when the limiter says so. */
async function limited<T> (tool: ExternalTool, { limiter, signal }: ExternalRun, use: (start: Lease['spawn'], lost: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await limiter.withLease(tool, async lease => await use(lease.spawn, lease.signal), { signal })
  } catch (error) {
    if (hasCode(error, 'LICENCE_UNKNOWN')) return await use(startTool, signal)
    throw error
  }
}

async function readResult (tool: ExternalTool, folder: string, output: string): Promise<Uint8Array> {
  const { name } = programs[tool]
  const csb = await readFile(join(folder, output)).catch((error: unknown) => { throw new PacklineError('TOOL_FAILED', { tool: name, reason: `it wrote no ${output}` }, { cause: error }) })
  try {
    readCsb(csb, output)
  } catch (error) {
    throw new PacklineError('TOOL_FAILED', { tool: name, reason: 'what it wrote is no readable csb' }, { cause: error })
  }
  return csb
}

async function withFolder<T> (run: ExternalRun, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(run.environment.TMPDIR || tmpdir(), 'packline-ccsui-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
