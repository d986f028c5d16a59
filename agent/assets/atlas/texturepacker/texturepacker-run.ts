import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorText } from '../../../error-text.js'
import { PacklineError } from '../../../errors.js'
import type { Lease } from '../../../licence/lease.js'
import { readPictureHeader } from '../../pictures/picture-header.js'
import type { BuildContext } from '../../actions/build-context.js'
import type { StagedInput } from '../../actions/tool-workspace.js'
import { runTool } from '../../../processes/run-tool.js'
import { readSheetParts } from '../sheets/read-sheet.js'
import type { SheetPart } from '../sheets/read-sheet.js'
import { readSheetFrames } from '../sheets/sheet-frames.js'
import type { ReadFrame, SheetFrames } from '../sheets/sheet-frames.js'
import { checkOwnSettings } from './frame-checks.js'
import { generatedTps } from './generated-tps.js'
import type { PictureSize, ProjectSettings } from './generated-tps.js'
import { checkPageNames } from './page-checks.js'
import type { FrameSources } from './proof/frame-sources.js'
import { ToolMessages } from './texturepacker-messages.js'
import { toolEnvironment } from './texturepacker-tool.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

/** What one run of TexturePacker makes: the sheets of a folder at one scale, or those of a .tps. */
export interface SheetSet {
  id: string
  /** Where each input lies in the folder that TexturePacker gets to see. */
  staged: readonly StagedInput[]
  /** What of that folder it is given: '.', or the .tps. */
  input: string
  /** What a project beside that folder has to say; then it is given that. */
  project?: ProjectSettings
  /** Names of the sheet and of its description, with TexturePacker's placeholders. */
  sheet: string
  data: string
  arguments: readonly string[]
  timeoutMs: number
  /** Throws when the frames are not what the set has to have. */
  checkFrames: (frames: readonly ReadFrame[]) => void
  /** What its frames have to show. */
  sources: FrameSources
  trimThreshold: number
  scale: number
}

/** What the action cache keeps of a run besides the files. */
export interface SheetSetFacts {
  /** Frame names of each description. */
  frames: Record<string, string[]>
  warnings: Wording[]
  /** Under which seat it was made; the epoch is the fencing token. */
  lease: { licence: string, device: string, seat: number, epoch: number }
}

const licence = 'texturepacker'
const projectName = 'packline.tps'

/**
 * Runs TexturePacker under a lease, in a private folder with copies of the inputs as they were scanned.
 * Whatever it says that means demo output or an error fails the run, whatever its exit status; nothing of its
 * output is handed back then.
 */
export async function runTexturePacker (
  set: SheetSet,
  file: string,
  context: BuildContext
): Promise<{ value: SheetSetFacts, blobs: Record<string, Buffer> }> {
  // The inputs are staged before the seat is taken: others wait for it.
  return await context.tools.use(set.staged, async folder => {
    mkdirSync(dirname(join(folder, 'out', set.data)), { recursive: true })
    if (set.project !== undefined) writeProject(folder, set.project)
    const limiter = await context.limiter()
    const proof = { isValid: false }
    const lease = await limiter.withLease(licence, async lease => {
      // The seat is given back long before publishing, so what counts there is that it was still held when
      // the tool had ended.
      context.beforePublish(async () => {
        if (!proof.isValid) {
          throw new PacklineError('LICENCE_LOST', {
            licence,
            seat: lease.seat,
            epoch: lease.epoch,
            reason: phrase('lease.notHeld')
          })
        }
      })
      const messages = await pack(set, file, folder, lease, context)
      await lease.assertValid()
      proof.isValid = true
      messages.check(set.id)
      return {
        warnings: messages.warnings,
        lease: { licence, device: lease.device, seat: lease.seat, epoch: lease.epoch }
      }
    }, { signal: context.signal })
    const blobs = collect(set.id, join(folder, 'out'))
    const frames = checkSheets(set, blobs)
    checkPageNames(set.id, set.data, Object.keys(frames))
    const warnings = await prove(set, blobs, Object.keys(frames), join(folder, 'in'))
    return { value: { ...lease, warnings: [...lease.warnings, ...warnings], frames }, blobs }
  })
}

async function pack (
  set: SheetSet,
  file: string,
  folder: string,
  lease: Lease,
  context: BuildContext
): Promise<ToolMessages> {
  const { TP_FLOATING_LICENSE: floating } = context.environment
  const messages = new ToolMessages([floating, set.project?.contentKey].filter(each => each !== undefined))
  try {
    // Relative, so that no name of this folder gets into the output, and with ./ so that no name is taken for
    // an option.
    const exit = await runTool({
      start: lease.spawn,
      file,
      args: [
        set.project === undefined ? `./in/${set.input}` : `./${projectName}`,
        '--sheet',
        `./out/${set.sheet}`,
        '--data',
        `./out/${set.data}`,
        ...set.arguments
      ],
      cwd: folder,
      environment: toolEnvironment(context.environment, join(folder, 'tmp')),
      onLine: line => {
        messages.add(line)
      },
      timeoutMs: set.timeoutMs,
      signal: AbortSignal.any([context.signal, lease.signal])
    })
    messages.end(exit, set.timeoutMs)
    return messages
  } catch (error) {
    context.signal.throwIfAborted()
    if (lease.signal.aborted) await lease.assertValid()
    throw error
  }
}

/** For its own eyes only: it may hold a key. */
function writeProject (folder: string, project: ProjectSettings): void {
  const sizeOf = (place: string): PictureSize =>
    readPictureHeader(readFileSync(join(folder, 'in', place)), place)
  writeFileSync(join(folder, projectName), generatedTps(project, sizeOf), { mode: 0o600 })
}

function collect (set: string, folder: string, prefix = ''): Record<string, Buffer> {
  const blobs: Record<string, Buffer> = {}
  for (
    const entry of readdirSync(join(folder, prefix), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1
    )
  ) {
    const name = prefix + entry.name
    if (entry.isDirectory()) Object.assign(blobs, collect(set, folder, `${name}/`))
    else if (entry.isFile()) blobs[name] = readFileSync(join(folder, name))
    else throw failed(set, phrase('tps.noFile', { name }))
  }
  return blobs
}

/**
 * The frames of every description, each with its textures there and whole. Takes the file-dependent hash out
 * of the descriptions.
 */
function checkSheets (set: SheetSet, blobs: Record<string, Buffer>): Record<string, string[]> {
  const files = Object.entries(blobs)
  const [empty] = files.find(([, bytes]) => bytes.length === 0) ?? []
  if (empty !== undefined) throw failed(set.id, phrase('tp.empty', { file: empty }))
  const sheets = files.filter(([name]) => name.endsWith(set.data.slice(set.data.lastIndexOf('.'))))
  if (sheets.length === 0 || sheets.length === files.length) {
    const written = files.length === 0 ? 'nothing' : Object.keys(blobs).join(', ')
    throw failed(set.id, phrase('tp.wrote', { written }))
  }
  const frames: Record<string, string[]> = {}
  const all: ReadFrame[] = []
  for (const [name, bytes] of sheets) {
    const sheet = read(set.id, name, bytes)
    if (sheet === undefined) continue
    for (const texture of sheet.textures) checkTexture(set.id, name, texture, blobs)
    blobs[name] = withoutHashes(bytes)
    frames[name] = sheet.frames.map(frame => frame.name)
    all.push(...sheet.frames)
  }
  if (Object.keys(frames).length > 0) set.checkFrames(all)
  return frames
}

/** Proves the frames by their pixels; hands back what could not be proved. */
async function prove (
  { id, sources, trimThreshold, project, scale }: SheetSet,
  blobs: Readonly<Record<string, Buffer>>,
  descriptions: readonly string[],
  inputs: string
): Promise<Wording[]> {
  if (descriptions.length === 0) {
    return [phrase('tp.noDescription')]
  }
  const parts = descriptions.flatMap(name => {
    const folder = name.slice(0, name.lastIndexOf('/') + 1)
    return readParts(id, name, blobs[name]).map(part => ({
      ...part,
      texturePath: folder + part.textureFile
    }))
  })
  checkOwnSettings(id, parts.flatMap(({ frames }) => frames), project?.sprites ?? [], scale)
  const { proveFrames } = await import('./proof/prove-frames.js')
  return await proveFrames({
    set: id,
    parts,
    read: path => blobs[path] ?? Buffer.alloc(0),
    readSource: async place => await readFile(join(inputs, place)),
    sources,
    trimThreshold,
    ...project?.contentKey !== undefined && { contentKey: project.contentKey }
  })
}

function readParts (set: string, name: string, bytes: Buffer | undefined): SheetPart[] {
  try {
    return readSheetParts(name, bytes ?? Buffer.alloc(0))
  } catch (error) {
    throw failed(set, phrase('tps.unreadable', { name, reason: errorText(error) }), error)
  }
}

function read (set: string, name: string, bytes: Buffer): SheetFrames | undefined {
  try {
    return readSheetFrames(name, bytes)
  } catch (error) {
    throw failed(set, phrase('tps.unreadable', { name, reason: errorText(error) }), error)
  }
}

function checkTexture (set: string, sheet: string, texture: string, blobs: Record<string, Buffer>): void {
  const name = sheet.slice(0, sheet.lastIndexOf('/') + 1) + texture
  const bytes = Object.hasOwn(blobs, name) ? blobs[name] : undefined
  if (bytes === undefined) throw failed(set, phrase('tps.notWritten', { sheet, texture }))
  if (!/\.(png|webp|jpg)$/.test(name)) return
  try {
    readPictureHeader(bytes, name)
  } catch (error) {
    throw failed(set, phrase('tps.noPicture', { name }), error)
  }
}

/**
 * The note by which TexturePacker skips unchanged sheets is of no use here; no loader reads it, and equal
 * input must give equal bytes.
 */
function withoutHashes (description: Buffer): Buffer {
  return Buffer.from(
    description.toString('utf8').replace(
      /\$TexturePacker:SmartUpdate:[0-9a-f:]*\$/g,
      '$$TexturePacker:SmartUpdate:$$'
    )
  )
}

function failed (set: string, reason: Wording, cause?: unknown): PacklineError {
  return new PacklineError('TEXTUREPACKER_FAILED', { set, reason }, cause === undefined ? {} : { cause })
}
