import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildProfile } from '../../config/project-schema.js'
import { errorText } from '../../error-text.js'
import { hasCode, PacklineError } from '../../errors.js'
import type { Wording } from '../../messages/phrase.js'
import { ProgramError } from '../../processes/program-error.js'
import { LastOutput, WholeOutput } from '../../processes/program-output.js'
import type { runSuccessfully } from '../../processes/run-program.js'
import type { Picture } from './picture.js'
import { encodePng } from './encode-png.js'

/** Arm's ASTC encoder as found on this machine. Its version belongs into the key of what it makes. */
export interface AstcEncoder {
  file: string
  version: string
}

/**
 * Names in use: Debian and Homebrew have the first; Arm's own packages one for each instruction set, of which
 * some may not run here.
 */
const programs = [
  'astcenc',
  'astcenc-native',
  'astcenc-neon',
  'astcenc-avx2',
  'astcenc-sse4.1',
  'astcenc-sse2'
]

const shownLength = 4000

/** Loaded here: what starts programs takes 6 ms, and few runs do. */
const run: typeof runSuccessfully = async program =>
  await (await import('../../processes/run-program.js')).runSuccessfully(program)

/** The first encoder in the folders of `path` that runs on this machine. */
export async function findAstcEncoder (path: string, signal?: AbortSignal): Promise<AstcEncoder> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  for (const folder of path.split(delimiter).filter(folder => folder !== '')) {
    for (const program of programs) {
      const file = join(folder, program + suffix)
      const version = await versionOf(file, signal)
      if (version !== undefined) return { file, version }
    }
  }
  throw new PacklineError('TOOL_NOT_FOUND', { tool: 'astcenc' })
}

async function versionOf (file: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const stdout = new WholeOutput(1 << 20)
    await run({ file, args: ['-version'], environment: {}, stdout, timeoutMs: 10_000, signal })
    return /astcenc v(\d[\w.]*)/.exec(stdout.text)?.[1]
  } catch (error) {
    if (signal?.aborted) throw error
    return undefined
  }
}

export interface AstcSettings {
  block: AtlasOptions['astcBlock']
  profile: BuildProfile
  encoder: AstcEncoder
  /** Where the folder for the encoder's input and output is made, and removed again. */
  temporaryFolder: string
  signal?: AbortSignal
}

/** The picture as an .astc file (linear, low dynamic range). */
export async function encodeAstc (picture: Picture, settings: AstcSettings): Promise<Buffer> {
  const folder = await mkdtemp(join(settings.temporaryFolder, 'packline-astc-'))
  try {
    const [input, output] = [join(folder, 'page.png'), join(folder, 'page.astc')]
    await writeFile(input, await encodePng(picture, 'fast'))
    const effort = settings.profile === 'release' ? '-medium' : '-fast'
    await encode(settings, ['-cl', input, output, settings.block, effort, '-silent'])
    return await readFile(output)
  } catch (error) {
    throw toolError(error, settings)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** It needs nothing of the environment. What it says tells why it failed. */
async function encode ({ encoder, signal }: AstcSettings, args: readonly string[]): Promise<void> {
  const stdout = new LastOutput(shownLength)
  const stderr = new LastOutput(shownLength)
  try {
    await run({ file: encoder.file, args, environment: {}, stdout, stderr, signal })
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    throw failed(stderr.text.trim() || stdout.text.trim() || error.message, error)
  }
}

function toolError (error: unknown, { signal }: AstcSettings): unknown {
  if (error instanceof PacklineError || signal?.aborted === true || hasCode(error, 'ENOSPC')) return error
  return failed(errorText(error), error)
}

function failed (reason: Wording, cause: unknown): PacklineError {
  return new PacklineError('TOOL_FAILED', { tool: 'astcenc', reason }, { cause })
}
