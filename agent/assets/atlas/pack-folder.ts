import { realpathSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FileTable } from '../../files/file-table.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import type { AtlasOptions, BuildProfile, Rule } from '../../config/project-schema.js'
import { atlasOptions } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { ByteBudget, decodingBudgetBytes, pixelBudgetBytes } from '../actions/byte-budget.js'
import { DecodeAhead } from '../pictures/decode-ahead.js'
import { DirectRunner } from '../actions/direct-runner.js'
import type { Group } from '../actions/processor.js'
import { processors } from '../processors/processors.js'
import { readSource } from '../sources/read-source.js'
import { scan } from '../sources/scan.js'
import { buildAtlas } from '../processors/atlas-processor.js'

export interface PackFolderSettings {
  /** Absolute. */
  folder: string
  out: string
  name?: string
  options: Partial<AtlasOptions>
  profile: BuildProfile
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  warn: (message: string) => void
}

export interface PackFolderReport {
  name: string
  sprites: number
  fileCount: number
  sizeBytes: number
  /** Every file with its digests, which cost time on large pages. */
  describeOutputs: () => Array<{ path: string, size: number, sha256: string, md5: string }>
}

/** Packs all pictures below a folder into one atlas set. Nothing is written unless everything succeeds. */
export async function packFolder (settings: PackFolderSettings): Promise<PackFolderReport> {
  const { signal, out } = settings
  const folder = openFolder(settings.folder)
  const ahead = new DecodeAhead()
  const scanned = await scan({
    project: folder,
    bases: [''],
    skip: new Set(),
    gitignore: false,
    isExcluded: () => false,
    isWanted: processors.atlas.accepts,
    previous: FileTable.empty(),
    isSameSelection: false,
    signal,
    now: Date.now,
    onRead: (path, bytes) => {
      ahead.begin(path, bytes)
    }
  })
  const { table } = scanned
  if (table.length === 0) throw new PacklineError('ATLAS_NO_PICTURES', { folder: settings.folder })
  const name = settings.name ?? basename(folder)
  const rule: Rule = {
    name,
    processor: 'atlas',
    tool: 'embedded',
    include: ['**'],
    exclude: [],
    output: name,
    options: atlasOptions(settings.options)
  }
  const group: Group = {
    id: name,
    rule,
    base: '',
    dir: name,
    files: table.paths.map((path, index) => ({
      path,
      name: path,
      sha256: table.sha256At(index),
      size: table.statusAt(index).size
    }))
  }
  const runner = new DirectRunner()
  const outputs = await buildAtlas(group, {
    project: folder,
    profile: settings.profile,
    runner,
    signal,
    environment: settings.environment,
    warn: settings.warn,
    limiter: noTool,
    tools: { use: noTool },
    namedFiles: { readNamed: () => FileTable.empty(), writeNamed: () => {} },
    noteHashed: () => {},
    now: Date.now,
    pixels: new ByteBudget(pixelBudgetBytes),
    decoding: new ByteBudget(decodingBudgetBytes),
    takeDecoded: file => ahead.take(file.path),
    readSource: async file => scanned.bytes.get(file.path) ?? readSource(folder, file),
    readLock: () => undefined,
    writeLock: () => {},
    guardPublish: () => {},
    sheets: new Map(),
    references: []
  })
  signal.throwIfAborted()
  await mkdir(out, { recursive: true })
  const files = outputs.flatMap(output =>
    'blob' in output ? [{ path: join(out, output.path), blob: output.blob }] : []
  )
  // Sheets last: whoever finds one finds the page that it names.
  for (const part of [files.filter(file => !isSheet(file.path)), files.filter(file => isSheet(file.path))]) {
    await Promise.all(part.map(async ({ path, blob }) => {
      await writeFileAtomic(path, runner.bytesOf(blob))
    }))
  }
  return {
    name,
    sprites: table.length,
    sizeBytes: files.reduce((sum, { blob }) => sum + blob.size, 0),
    fileCount: files.length,
    describeOutputs: () => files.map(({ path, blob: { size, sha256, md5 } }) => ({ path, size, sha256, md5 }))
  }
}

async function noTool (): Promise<never> {
  throw new Error('the embedded packer needs no tool')
}

function isSheet (path: string): boolean {
  return path.endsWith('.plist') || path.endsWith('.json')
}

function openFolder (folder: string): string {
  try {
    return realpathSync(folder)
  } catch (error) {
    throw new PacklineError('ATLAS_NO_PICTURES', { folder }, { cause: error })
  }
}
