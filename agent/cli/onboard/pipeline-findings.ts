import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAgentConfig } from '../../config/agent-config.js'
import type { LoadedAgentConfig } from '../../config/agent-config.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { message } from '../../messages/message.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'
import type { CommandContext } from '../command.js'
import { agentFinding } from '../health/doctor-findings.js'
import type { Finding } from '../health/doctor-findings.js'
import { ignoreCommand, layoutsCommand, onboardCommands } from './onboard-commands.js'
import { placeOfRemote, readJenkinsfile, repositoryAround } from './repository.js'
import type { Repository } from './repository.js'

/** What is there between a push and a build: repository, Jenkinsfile, label, hook, targets, agent. */
export async function lookAtPipeline (
  folder: string,
  project: ProjectFile | undefined,
  config: string | undefined,
  context: CommandContext
): Promise<Finding[]> {
  const say = (key: MessageKey, parameters?: MessageParameters): string =>
    message(context.locale, key, parameters)
  const loaded = await loadAgentConfig(context.environment, context.cwd, config)
  const repository = await repositoryAround(folder, context)
  return [
    repositoryFinding(repository, say),
    ...repository === undefined || project === undefined
      ? []
      : await keptFindings(folder, repository, project, say),
    ...jenkinsFindings(folder, loaded, say),
    hookFinding(repository, loaded, say),
    ...project === undefined ? [] : [targetsFinding(project, say)],
    await agentFinding(context)
  ]
}

type Say = (key: MessageKey, parameters?: MessageParameters) => string

function repositoryFinding (repository: Repository | undefined, say: Say): Finding {
  if (repository === undefined) {
    return { id: 'version-control', state: 'warn', value: say('onboard.noRepository'), command: 'git init' }
  }
  const { kind, remote } = repository
  return remote === undefined
    ? {
      id: 'version-control',
      state: 'warn',
      value: say('onboard.noRemote', { kind }),
      command: 'git remote add origin URL'
    }
    : { id: 'version-control', state: 'ok', value: remote.replace(/(?<=:\/\/)[^/@]*@/, '') }
}

/** What version control has to leave alone, and what it has to keep. */
async function keptFindings (
  folder: string,
  repository: Repository,
  { assets }: ProjectFile,
  say: Say
): Promise<Finding[]> {
  const [top = ''] = assets.output.split('/')
  const folders = [...new Set([top, '.packline'])]
  const ignored = await Promise.all(folders.map(async folder => await repository.isIgnored(folder)))
  const bare = folders.filter((_, index) => ignored[index] === false)
  const isStable = assets.rules.some(({ options }) => 'layout' in options && options.layout === 'stable')
  return [
    bare.length === 0
      ? { id: 'ignored', state: 'ok', value: folders.map(folder => `${folder}/`).join(say('list.comma')) }
      : {
        id: 'ignored',
        state: 'warn',
        value: say('onboard.notIgnored', { folders: bare.map(each => `${each}/`) }),
        command: ignoreCommand(repository.kind, bare, endsInLine(join(folder, '.gitignore')))
      },
    ...!isStable ? [] : [
      await repository.isTracked('packline-layouts')
        ? { id: 'layouts', state: 'ok', value: 'packline-layouts/' } as const
        : {
          id: 'layouts',
          state: 'warn',
          value: say('onboard.noLayouts'),
          command: layoutsCommand(repository.kind)
        } as const
    ]
  ]
}

/** Whether what is appended begins a line. */
function endsInLine (file: string): boolean {
  return !existsSync(file) || /(?:^|\n)$/.test(readFileSync(file, 'utf8'))
}

function jenkinsFindings (folder: string, { file, config }: LoadedAgentConfig, say: Say): Finding[] {
  const found = readJenkinsfile(folder)
  if (found?.usesPackline !== true) {
    return [{
      id: 'jenkinsfile',
      state: 'warn',
      value: say(found === undefined ? 'onboard.noJenkinsfile' : 'onboard.jenkinsfileWithout'),
      ...found === undefined && { command: onboardCommands.jenkinsfile }
    }]
  }
  const lacking = found.labels.filter(label => !config.labels.includes(label))
  return [
    { id: 'jenkinsfile', state: 'ok', value: 'Jenkinsfile' },
    lacking.length === 0
      ? { id: 'label', state: 'ok', value: found.labels.join(say('list.comma')) }
      : {
        id: 'label',
        state: 'warn',
        value: say('onboard.noLabel', { labels: lacking }),
        hint: say('onboard.labelHint', { file }),
        command: onboardCommands.label
      }
  ]
}

function hookFinding (
  repository: Repository | undefined,
  { file, config }: LoadedAgentConfig,
  say: Say
): Finding {
  const remote = repository?.remote
  const place = remote === undefined ? undefined : placeOfRemote(remote)
  const watched = Object.entries(config.repositories).find(([, { url }]) => placeOfRemote(url) === place)
  if (watched === undefined) {
    return {
      id: 'hook',
      state: 'warn',
      value: say('onboard.notWatched'),
      hint: say('onboard.watchHint', { file }),
      command: onboardCommands.hook
    }
  }
  const [name, { forge, secretFile, pollSeconds }] = watched
  const seconds = String(pollSeconds)
  return secretFile === undefined
    ? {
      id: 'hook',
      state: 'warn',
      value: say('onboard.onlyPolled', { name, seconds }),
      command: onboardCommands.hook
    }
    : { id: 'hook', state: 'ok', value: say('onboard.watched', { name, forge, seconds }) }
}

function targetsFinding ({ targets }: ProjectFile, say: Say): Finding {
  return targets.length > 0
    ? { id: 'targets', state: 'ok', value: targets.map(({ id }) => id).join(say('list.comma')) }
    : { id: 'targets', state: 'warn', value: say('onboard.noTargets'), command: onboardCommands.targets }
}
