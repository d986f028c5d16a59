import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { proposeRules } from '../../assets/proposal/propose-rules.js'
import type { Proposal } from '../../assets/proposal/proposal.js'
import { buildAssets } from '../../assets/run/build-assets.js'
import { ruleMatchers } from '../../assets/sources/groups.js'
import { parseProjectFile } from '../../config/project-file.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { packlineHome } from '../../config/home.js'
import { toPacklineError } from '../../errors.js'
import { describeError, message } from '../../messages/message.js'
import { limiterOf } from '../build-limiter.js'
import type { CommandContext } from '../command.js'
import type { Finding } from '../health/doctor-findings.js'
import { onboardCommands } from './onboard-commands.js'

export interface ProjectLook {
  findings: Finding[]
  /** What the project file could say, or what the one that is there does not say. */
  proposal: Proposal
  /** The project file, or the one that would be written; undefined where the one that is there is wrong. */
  project: ProjectFile | undefined
}

/** The project file of `folder`, whether it can be planned, and what its rules leave out. */
export async function lookAtProject (
  folder: string,
  proposed: (proposal: Proposal) => string,
  context: CommandContext
): Promise<ProjectLook> {
  const { locale } = context
  const file = join(folder, projectFileName)
  if (!existsSync(file)) {
    const proposal = proposeRules(folder)
    const project = parseProjectFile(file, Buffer.from(proposed(proposal)))
    const rules = proposal.rules.length
    const value = message(locale, rules === 0 ? 'onboard.nothingFound' : 'onboard.noProjectFile', { rules })
    const missing: Finding = { id: 'project-file', state: 'warn', value, command: onboardCommands.write }
    return { findings: [missing, await planFinding(folder, project, context)], proposal, project }
  }
  try {
    const project = parseProjectFile(file, await readProjectFile(file))
    const matchers = ruleMatchers(project.assets)
    const proposal = proposeRules(folder, {
      names: project.assets.rules.map(({ name }) => name),
      // What a build has written is no art.
      takes: path => path.startsWith(`${project.assets.output}/`) || matchers.some(each => each.takes(path))
    })
    const there: Finding = {
      id: 'project-file',
      state: 'ok',
      value: message(locale, 'onboard.projectFile', { rules: project.assets.rules.length })
    }
    const plan = await planFinding(folder, project, context)
    return { findings: [there, plan, untakenFinding(proposal, context)], proposal, project }
  } catch (error) {
    const broken = failed('project-file', error, context)
    return { findings: [broken], proposal: { rules: [], left: [] }, project: undefined }
  }
}

async function planFinding (folder: string, project: ProjectFile, context: CommandContext): Promise<Finding> {
  const limiter = limiterOf(context)
  try {
    const { actions } = await buildAssets({
      folder,
      inline: project,
      home: packlineHome(context.environment),
      isDryRun: true,
      keepGoing: true,
      command: 'packline onboard',
      limiter: limiter.get,
      environment: context.environment,
      signal: context.signal,
      emit: () => {},
      now: Date.now
    })
    const value = message(context.locale, 'onboard.plan', { actions: actions.total })
    return { id: 'plan', state: 'ok', value, command: onboardCommands.plan }
  } catch (error) {
    return { ...failed('plan', error, context), command: onboardCommands.plan }
  } finally {
    await limiter.close()
  }
}

function untakenFinding ({ rules }: Proposal, { locale }: CommandContext): Finding {
  return rules.length === 0
    ? { id: 'rules', state: 'ok', value: message(locale, 'onboard.allTaken') }
    : { id: 'rules', state: 'warn', value: message(locale, 'onboard.notTaken', { rules: rules.length }) }
}

function failed (id: string, error: unknown, { locale }: CommandContext): Finding {
  const { message: value, hint } = describeError(locale, toPacklineError(error))
  return { id, state: 'fail', value, ...hint !== undefined && { hint } }
}
