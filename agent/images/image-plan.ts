import { actionKey } from '../cache/action-cache.js'
import type { ActionInputs } from '../cache/action-cache.js'
import { explainDifference } from '../cache/action-difference.js'
import { sha256Of } from '../files/file-digest.js'
import type { ContainerImage } from '../config/container-image-schema.js'
import { phrase, type Wording, withTexts } from '../messages/phrase.js'
import { argumentValues, checkArguments } from './build-arguments.js'
import { containerFileText, readContext } from './image-context.js'
import type { BuildContext } from './image-context.js'
import { pinnedText, readContainerFile } from './container-file.js'
import type { ContainerRegistry } from './container-registry.js'
import { isOnThisMachine, parseReference } from './image-reference.js'
import type { ImageRecord, ImageRecords } from './image-records.js'

/** Raised whenever other bytes would come of the same inputs. */
const planVersion = 1
const dayMs = 86_400_000

/** Everything that an image is made of. */
export interface ImageSources {
  image: string
  settings: ContainerImage
  context: BuildContext
  /** With every image by digest. */
  containerfile: string
  arguments: Record<string, string>
  /** Every image that is pulled lies on this machine. */
  isPlain: boolean
  inputs: ActionInputs
  key: string
}

export interface ImagePlan {
  image: string
  repository: string
  key: string
  /** `unchanged`: what was built of the same inputs is in the registry. */
  state: 'unchanged' | 'build'
  /** Why it is built. */
  why: Wording[]
  /** What is there already. */
  record?: ImageRecord
}

interface SourceOptions {
  project: string
  tools: Record<string, string>
  arguments: Readonly<Record<string, string>>
}

/** Reads and checks what an image is made of; nothing is built or asked for. */
export async function imageSources (
  image: string,
  settings: ContainerImage,
  { project, tools, arguments: given }: SourceOptions
): Promise<ImageSources> {
  const values = argumentValues(image, settings, given)
  const { path, text } = await containerFileText(image, project, settings)
  const file = readContainerFile(path, text, values)
  checkArguments(path, file, values)
  const containerfile = pinnedText(file, settings.bases, { file: path, image })
  const pulled = file.bases.map(({ name }) => parseReference(name)?.repository ?? '')
  const context = await readContext(image, project, settings.context)
  const inputs: ActionInputs = {
    kind: 'image',
    version: planVersion,
    options: {
      arguments: values,
      labels: settings.labels,
      repository: settings.repository,
      secrets: settings.secrets
    },
    tools,
    inputs: [
      [`${path} (Containerfile)`, sha256Of(Buffer.from(containerfile))] as const,
      ...context.entries.map(({ path: name, kind, content }) => [name, `${kind} ${content}`] as const)
    ]
      .sort(([a], [b]) => a < b ? -1 : 1)
  }
  const isPlain = pulled.length > 0 && pulled.every(isOnThisMachine)
  return {
    image,
    settings,
    context,
    containerfile,
    arguments: values,
    isPlain,
    inputs,
    key: actionKey(inputs)
  }
}

/** Whether the same was built before and is still there; if not, what changed since the last build. */
export async function planImage (
  { image, settings, inputs, key }: ImageSources,
  { records, registry, nowMs }: { records: ImageRecords, registry: ContainerRegistry, nowMs: number }
): Promise<ImagePlan> {
  const { repository, rebuildDays } = settings
  const known = (await records.list(image)).filter(each => each.goingAt === undefined)
  const record = known.find(each => each.key === key)
  const plan = (why: Wording[]): ImagePlan => ({ image, repository, key, state: 'build', why })
  const [last] = known
  if (last === undefined) return plan([phrase('container.never')])
  if (record === undefined) {
    return plan(
      explainDifference(await records.inputsOf(last), inputs).map(each => withTexts(each, shortDigests))
    )
  }
  const days = (nowMs - Date.parse(record.at)) / dayMs
  if (rebuildDays !== undefined && days > rebuildDays) {
    return plan([phrase('container.old', { days: Math.floor(days), most: rebuildDays })])
  }
  if (await registry.digestOf(repository, `@${record.digest}`) !== record.digest) {
    return plan([phrase('container.gone', { digest: record.digest.slice(0, 19), registry: repository })])
  }
  return { image, repository, key, state: 'unchanged', why: [], record }
}

function shortDigests (text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1')
}
