import { join, resolve } from 'node:path'
import { projectFolder } from '../../config/find-project.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { sitePlan, sitePlans } from '../../sites/site-plan.js'
import type { SitePlan } from '../../sites/site-plan.js'
import type { CommandContext } from '../command.js'
import { projectInForce } from '../release/open-release.js'

interface SiteChoice {
  project: string | undefined
  config: string | undefined
  /** None are all. */
  names: readonly string[]
  /** Folders of other projects whose sites count too; left out, only what was named is looked at. */
  others?: readonly string[]
}

/** The sites that were named, and all of these projects, as their environments are in force. */
export async function openSites (
  context: CommandContext,
  { project, config, names, others }: SiteChoice
): Promise<{ plans: SitePlan[], all: SitePlan[] }> {
  const { path, file } = await projectIn(context, config, projectFolder(context.cwd, project))
  const plans = names.length === 0
    ? sitePlans(path, file)
    : [...new Set(names)].map(name => sitePlan(path, file, name))
  if (others === undefined) return { plans, all: plans }
  const own = sitePlans(path, file)
  const foreign: SitePlan[] = []
  for (const folder of others) {
    const other = await projectIn(context, config, resolve(context.cwd, folder))
    if (other.path !== path) foreign.push(...sitePlans(other.path, other.file))
  }
  // A finding stands at the later one of two: those that were asked for come last.
  const asked = new Set(plans.map(({ site }) => site))
  return { plans, all: [...foreign, ...own.filter(({ site }) => !asked.has(site)), ...plans] }
}

async function projectIn (
  context: CommandContext,
  config: string | undefined,
  folder: string
): Promise<{ path: string, file: ProjectFile }> {
  const path = join(folder, projectFileName)
  const bytes = await readProjectFile(path)
  const { parseProjectFile } = await import('../../config/project-file.js')
  return { path, file: await projectInForce(context, config, parseProjectFile(path, bytes)) }
}
