import { projectFileName } from '../../config/project-file-name.js'
import { projectFolder } from '../../config/find-project.js'
import { join } from 'node:path'
import { loadAgentConfig, packlineHome } from '../../config/agent-config.js'
import type { ContainerImage } from '../../config/container-image-schema.js'
import { usualImageBuilder } from '../../config/image-builder-schema.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { withImageMachine } from '../../images/image-machine.js'
import type { ImageMachine } from '../../images/image-machine.js'
import { ImageRecords } from '../../images/image-records.js'
import { phrase } from '../../messages/phrase.js'
import { nearest } from '../../nearest.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { withRelease } from '../release/open-release.js'
import type { OpenRelease } from '../release/open-release.js'
import { tell } from '../terminal.js'

export const imageOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  ...configOption,
  ...jsonOption
} as const

export interface ImageChoice {
  project?: string | undefined
  config?: string | undefined
}

export interface OpenImages extends Pick<OpenRelease, 'store' | 'registry'> {
  file: ProjectFile
  /** The project file's path, and the folder that it is in. */
  path: string
  folder: string
  records: ImageRecords
}

/** The images of the project here, and what was built of them on all machines. */
export async function withImages<T> (
  context: CommandContext,
  choice: ImageChoice,
  work: (open: OpenImages) => Promise<T>
): Promise<T> {
  return await withRelease(context, choice, async ({ store, registry, file }) => {
    if (file === undefined) throw new TypeError('a project without its file')
    const folder = projectFolder(context.cwd, choice.project)
    const path = join(folder, projectFileName)
    return await work({ store, registry, file, path, folder, records: new ImageRecords(store) })
  })
}

/** Those that were named, or all. Throws CONTAINER_IMAGE_UNKNOWN. */
export function chosenImages (
  { file: { images }, path }: Pick<OpenImages, 'file' | 'path'>,
  names: readonly string[]
): Array<[name: string, settings: ContainerImage]> {
  if (names.length === 0) return Object.entries(images).sort(([a], [b]) => a < b ? -1 : 1)
  return [...new Set(names)].map(image => {
    const settings = Object.hasOwn(images, image) ? images[image] : undefined
    if (settings !== undefined) return [image, settings]
    const known = Object.keys(images)
    const suggestion = nearest(image, known)
    throw new PacklineError('CONTAINER_IMAGE_UNKNOWN', {
      image,
      file: path,
      known: known.join(', ') || phrase('list.none'),
      ...suggestion !== undefined && { suggestion }
    })
  })
}

/** The builder and the registries as this machine reaches them. */
export async function withMachine<T> (
  context: CommandContext,
  configFile: string | undefined,
  work: (machine: ImageMachine, device: string) => Promise<T>
): Promise<T> {
  const { environment, cwd, signal } = context
  const { config } = await loadAgentConfig(environment, cwd, configFile)
  const home = packlineHome(environment)
  const onWait = (): void => {
    tell(context, 'image.waiting')
  }
  const options = { config: config.images ?? usualImageBuilder, home, cwd, environment, signal, onWait }
  return await withImageMachine(options, async machine => await work(machine, config.device ?? ''))
}
