import { join } from 'node:path'
import { projectFolder } from '../../config/find-project.js'
import { loadAgentConfig, packlineHome } from '../../config/agent-config.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { openDocuments } from '../../coordination/open-documents.js'
import { PacklineError } from '../../errors.js'
import { emptyDefinition } from '../../release/definition.js'
import type { StoredDefinition } from '../../release/definition.js'
import { effectiveProject } from '../../release/effective-project.js'
import { Registry } from '../../release/registry.js'
import type { Author } from '../../release/release-store.js'
import { ReleaseStore } from '../../release/release-store.js'
import { actingPerson } from '../acting-person.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'

/** Options of every command about releases. */
export const releaseOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  game: { type: 'string', value: 'NAME', describe: 'option.game' },
  ...configOption,
  ...jsonOption
} as const

/** Options of those that change something. */
export const changeOptions = {
  ...releaseOptions,
  why: { type: 'string', value: 'TEXT', describe: 'option.why' },
  id: { type: 'string', value: 'ID', describe: 'option.requestId' }
} as const

interface Given {
  project?: string | undefined
  game?: string | undefined
  config?: string | undefined
}

export interface OpenRelease {
  store: ReleaseStore
  registry: Registry
  /** The project file, where there is one. */
  file: ProjectFile | undefined
  /** The options of its asset rules that have values of parameters. */
  uses: Record<string, string[]>
  /** What holds: with the project file of here in place of the one that was applied, if there is one. */
  definition: () => Promise<StoredDefinition>
}

/** Opens the releases of the project here, or of the game that was named, for as long as `work` takes. */
export async function withRelease<T> (
  context: CommandContext,
  given: Given,
  work: (open: OpenRelease) => Promise<T>
): Promise<T> {
  if (given.game !== undefined) {
    return await withProject(
      context,
      given.config,
      given.game,
      undefined,
      {},
      work
    )
  }
  const { project, uses } = await projectHere(projectFolder(context.cwd, given.project))
  return await withProject(context, given.config, project.project, project, uses, work)
}

async function withProject<T> (
  context: CommandContext,
  config: string | undefined,
  project: string,
  file: ProjectFile | undefined,
  uses: OpenRelease['uses'],
  work: (open: OpenRelease) => Promise<T>
): Promise<T> {
  return await withStore(context, config, project, async store => {
    const definition = async (): Promise<StoredDefinition> => {
      const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
      return file === undefined
        ? stored
        : {
          ...stored,
          uses,
          declared: {
            environments: file.environments,
            targets: file.targets,
            parameters: file.parameters
          }
        }
    }
    return await work({ store, registry: new Registry(store), file, uses, definition })
  })
}

/** The project file with what operators changed over it. */
export async function projectInForce (
  context: CommandContext,
  config: string | undefined,
  file: ProjectFile
): Promise<ProjectFile> {
  return await withStore(context, config, file.project, async store => await inForce(store, file))
}

export async function inForce (store: ReleaseStore, file: ProjectFile): Promise<ProjectFile> {
  return effectiveProject(file, await store.read<StoredDefinition>('definition'))
}

/** Opens the releases of `project` for as long as `work` takes. */
export async function withStore<T> (
  { environment, cwd, signal }: CommandContext,
  configFile: string | undefined,
  project: string,
  work: (store: ReleaseStore) => Promise<T>
): Promise<T> {
  const { config } = await loadAgentConfig(environment, cwd, configFile)
  const documents = await openDocuments({ config, environment, home: packlineHome(environment), cwd })
  try {
    return await work(new ReleaseStore({ documents, project, now: () => new Date(), signal }))
  } finally {
    await documents.close()
  }
}

async function projectHere (folder: string): Promise<{ project: ProjectFile, uses: OpenRelease['uses'] }> {
  const path = join(folder, projectFileName)
  const bytes = await readProjectFile(path)
  const [{ parseProject }, { usesByName }] = await Promise.all([
    import('../../config/project-file.js'),
    import('../../config/option-parameters.js')
  ])
  const { project, used } = parseProject(path, bytes)
  return { project, uses: usesByName(used) }
}

/** Who changes, and why; every change needs a reason. */
export function authorOf (
  context: CommandContext,
  command: string,
  { why, id }: { why?: string | undefined, id?: string | undefined }
): Author {
  if (why === undefined || why.trim() === '') {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: '--why TEXT' })
  }
  return {
    by: actingPerson(context.environment),
    why,
    ...id === undefined ? {} : { id }
  }
}
