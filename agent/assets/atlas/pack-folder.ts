import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ByteBudget, decodingBudgetBytes, pixelBudgetBytes } from '../../byte-budget.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import { defaultExcludes } from '../../config/default-excludes.js'
import type { BuildProfile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { FileTable } from '../../files/file-table.js'
import { excludeMatcher } from '../../files/glob.js'
import type { FileToWrite, WrittenFiles } from '../../files/written-files.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import { SharedResources } from '../actions/shared-resources.js'
import { throwAll } from '../actions/throw-all.js'
import { DirectRunner } from '../actions/direct-runner.js'
import { prepareFor } from '../pictures/measuring/found-pictures.js'
import { endThreads } from '../pictures/measuring/picture-threads.js'
import { MeasuredPictures } from '../pictures/measuring/measured-pictures.js'
import { bytesToKeep, PicturesTogether } from '../pictures/measuring/pictures-together.js'
import { RecycledSlabs } from '../pictures/measuring/recycled-slabs.js'
import { isAccepted } from '../sources/accepted-files.js'
import { pointerErrors } from '../sources/lfs-pointers.js'
import { readSource, takeScanned } from '../sources/read-source.js'
import { scan } from '../sources/scan.js'
import type { ScanResult } from '../sources/scan.js'
import { sourceFileAt } from '../sources/source-file.js'
import type { AtlasGroup } from './atlas-group.js'
import { buildAtlas } from './build-atlas.js'
import { isOfSharedStrips } from './page-encoding.js'
import { cutsOf } from './sprite-settings.js'
import { isOwnSheetFile } from './sheets/own-sheets.js'
import { StagedFile, StagedFiles } from './staged-files.js'
import type { Warn } from '../actions/run-events.js'

export interface PackFolderSettings {
  /** Absolute. */
  folder: string
  out: string
  name?: string
  options: Partial<AtlasOptions>
  profile: BuildProfile
  /** What packline wrote before. */
  written: WrittenFiles
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  warn: Warn
}

export interface PackFolderReport {
  name: string
  sprites: number
  sizeBytes: number
  files: Array<{ path: string, size: number }>
  /** The same with digests, for which each file is read. */
  describeOutputs: () => Array<{ path: string, size: number, sha256: string, md5: string }>
}

interface AtlasFile {
  path: string
  staged: StagedFile
}

/** Packs all pictures below a folder into one atlas set. Nothing is published unless everything succeeds. */
export async function packFolder (settings: PackFolderSettings): Promise<PackFolderReport> {
  const folder = realpathSync(settings.folder)
  const options = atlasOptions(settings.options)
  const pixels = new ByteBudget(pixelBudgetBytes)
  const slabs = new RecycledSlabs()
  const sharesPixels = isOfSharedStrips(options, settings)
  const ahead = options.scales.includes(1)
    ? new PicturesTogether(folder, bytesToKeep(pixels), {
      slabs,
      sharesPixels,
      // Threads draw no others: their memory is wanted.
      onMeasured: () => {
        if (!sharesPixels) endThreads()
      }
    })
    : undefined
  const measuredAhead = ahead && new MeasuredPictures(ahead, pixels)
  try {
    const scanned = await scanPictures(folder, options, ahead && { ahead, slabs }, settings)
    return await packScanned(settings, options, scanned, {
      ...contextFor(settings, folder, scanned),
      pixels,
      ...measuredAhead !== undefined && { measuredAhead }
    })
  } finally {
    measuredAhead?.close()
    endThreads()
  }
}

async function packScanned (
  settings: PackFolderSettings,
  options: AtlasOptions,
  scanned: ScanResult,
  context: Omit<BuildContext, 'runner'>
): Promise<PackFolderReport> {
  if (scanned.table.length === 0) throw new PacklineError('ATLAS_NO_PICTURES', { folder: settings.folder })
  const name = settings.name ?? basename(context.project)
  throwAll(pointerErrors(name, scanned.table.paths, scanned.pointers))
  const group = groupOf(name, scanned.table, options)
  const stage = new StagedFiles(settings.out)
  let files: AtlasFile[]
  try {
    const runner = new DirectRunner(async bytes => await stage.put(bytes))
    files = filesOf(settings.out, await buildAtlas(group, { ...context, runner }))
    // Beside what follows: a process that ends waits till they have given their memory back.
    endThreads()
    settings.signal.throwIfAborted()
    settings.written.check(files.map(toWrite), isOwnSheetFile)
    // Sheets last: whoever finds one finds the page that it names.
    await stage.publish(files.filter(file => !isSheet(file.path)))
    await stage.publish(files.filter(file => isSheet(file.path)))
  } finally {
    await stage.close()
  }
  settings.written.add(files.map(({ path }) => path))
  return {
    name,
    sprites: scanned.table.length,
    sizeBytes: files.reduce((sum, { staged }) => sum + staged.size, 0),
    files: files.map(({ path, staged: { size } }) => ({ path, size })),
    describeOutputs: () =>
      files.map(({ path, staged: { size, sha256, md5 } }) => ({ path, size, sha256, md5 }))
  }
}

function filesOf (out: string, outputs: readonly PlannedOutput[]): AtlasFile[] {
  return outputs.flatMap(output => {
    if (!('blob' in output)) return []
    if (!(output.blob instanceof StagedFile)) throw new Error(`${output.path} is in no stage`)
    return [{ path: join(out, output.path), staged: output.blob }]
  })
}

/** Its digest takes reading it: only who finds another file in its place asks for it. */
function toWrite ({ path, staged }: AtlasFile): FileToWrite {
  return {
    path,
    get sha256 () {
      return staged.sha256
    }
  }
}

/** Pictures are measured while the scan goes on. */
async function scanPictures (
  folder: string,
  options: AtlasOptions,
  measuring: { ahead: PicturesTogether, slabs: RecycledSlabs } | undefined,
  { signal }: PackFolderSettings
): Promise<ScanResult> {
  const cutOf = cutsOf(options)
  return await scan({
    project: folder,
    bases: [''],
    skip: new Set(),
    gitignore: false,
    isExcluded: excludeMatcher(defaultExcludes),
    isWanted: path => isAccepted('atlas', path),
    previous: FileTable.empty(),
    isSameSelection: false,
    signal,
    now: Date.now,
    onFound: prepareFor,
    ...measuring !== undefined && {
      readInto: () => measuring.slabs,
      onRead: (path, bytes, sha256) => measuring.ahead.add({ path, sha256, cut: cutOf(path), bytes }),
      keepUp: async () => {
        await measuring.ahead.keepUp()
      }
    }
  })
}

function groupOf (name: string, table: FileTable, options: AtlasOptions): AtlasGroup {
  return {
    id: name,
    rule: {
      name,
      processor: 'atlas',
      tool: 'embedded',
      include: ['**'],
      exclude: [],
      output: name,
      options
    },
    base: '',
    dir: name,
    files: table.paths.map((path, index) => sourceFileAt(table, index, path))
  }
}

function contextFor (
  { profile, signal, environment, warn }: PackFolderSettings,
  folder: string,
  scanned: ScanResult
): Omit<BuildContext, 'runner' | 'pixels'> {
  return {
    project: folder,
    profile,
    signal,
    environment,
    warn,
    limiter: noTool,
    tools: { use: noTool },
    namedFiles: { readNamed: () => FileTable.empty(), writeNamed: () => {} },
    setRecords: { read: () => undefined, write: () => {} },
    noteHashed: () => {},
    now: Date.now,
    decoding: new ByteBudget(decodingBudgetBytes),
    takeScanned: file => takeScanned(scanned.bytes, file),
    readSource: async file => scanned.bytes.get(file.path) ?? readSource(folder, file),
    takeSource: async file => takeScanned(scanned.bytes, file) ?? readSource(folder, file),
    keptFiles: { read: () => undefined, write: () => {} },
    shared: new SharedResources(),
    beforePublish: () => {},
    isLayoutFrozen: async () => false,
    tellLayout: () => {}
  }
}

async function noTool (): Promise<never> {
  throw new Error('the embedded packer needs no tool')
}

function isSheet (path: string): boolean {
  return path.endsWith('.plist') || path.endsWith('.json')
}
