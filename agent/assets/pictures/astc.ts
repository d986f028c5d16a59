import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { AtlasOptions, BuildProfile } from '../../config/project-schema.js'
import { hasCode, PacklineError } from '../../errors.js'
import type { Picture } from './picture.js'
import { encodePng } from './encode-png.js'

const run = promisify(execFile)

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
    const { stdout } = await run(file, ['-version'], { timeout: 10_000, ...(signal && { signal }) })
    return /astcenc v(\d[\w.]*)/.exec(stdout)?.[1]
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
    const options = { maxBuffer: 1 << 20, ...(settings.signal && { signal: settings.signal }) }
    const effort = settings.profile === 'release' ? '-medium' : '-fast'
    await run(settings.encoder.file, ['-cl', input, output, settings.block, effort, '-silent'], options)
    return await readFile(output)
  } catch (error) {
    throw toolError(error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function toolError (error: unknown): unknown {
  if (error instanceof PacklineError || (error instanceof Error && error.name === 'AbortError')) return error
  if (hasCode(error, 'ENOSPC')) return error
  const { stderr, stdout, message } = error as { stderr?: string, stdout?: string, message: string }
  return new PacklineError('TOOL_FAILED', {
    tool: 'astcenc',
    reason: stderr?.trim() || stdout?.trim() || message
  }, { cause: error })
}
