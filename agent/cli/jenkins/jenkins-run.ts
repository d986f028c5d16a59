import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { loadAgentConfig } from '../../config/agent-config.js'
import { projectFolder } from '../../config/find-project.js'
import type { PackageJenkins } from '../../config/package-jenkins-schema.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import { PacklineError } from '../../errors.js'
import type { Jenkins } from '../../jenkins/configured-jenkins.js'
import { phrase } from '../../messages/phrase.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { printEvent, printJson, tell } from '../terminal.js'
import { OrderedBuild } from './ordered-build.js'
import type { BuildEvent } from './ordered-build.js'

export const jenkinsRun = defineCommand({
  name: 'jenkins run',
  describe: 'command.jenkinsRun',
  positionals: ['KIND'],
  options: {
    project: { type: 'string', value: 'DIR', describe: 'option.project' },
    pass: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.jenkinsPass' },
    id: { type: 'string', value: 'ID', describe: 'option.requestId' },
    ...configOption,
    events: { type: 'boolean', describe: 'option.events' },
    ...jsonOption
  },
  run: async (context, options, [kind = '']) => {
    const { job, parameters } = await jobOf(context, options.project)
    const { jobs } = await jenkinsOf(context, options.config)
    const order = new OrderedBuild(jobs, job, options.id ?? context.jobKey ?? randomUUID(), event => {
      if (options.events) printEvent(context, event)
      else tellEvent(context, job, event)
    })
    const given = {
      ...parameters,
      PACKLINE_KIND: kind,
      PACKLINE_PERSON: actingPerson(context.environment),
      ...Object.fromEntries(options.pass.map(passed))
    }
    const report = { job, ...await order.run(given, context.signal) }
    if (options.events) printEvent(context, { type: 'report', report })
    else if (options.json) printJson(context, report)
    return 0
  }
})

function passed (text: string): [string, string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]{0,127})=(.*)$/su.exec(text) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new PacklineError('USAGE_BAD_VALUE', {
    option: '--pass',
    value: JSON.stringify(text),
    expected: phrase('expected.parameterValue')
  })
}

async function jobOf ({ cwd }: CommandContext, project: string | undefined): Promise<PackageJenkins> {
  const path = join(projectFolder(cwd, project), projectFileName)
  const { parseProjectFile } = await import('../../config/project-file.js')
  const { packages: { jenkins } } = parseProjectFile(path, await readProjectFile(path))
  if (jenkins !== undefined) return jenkins
  throw new PacklineError('JENKINS_NOT_CONFIGURED', { problem: phrase('jenkins.noJob') })
}

async function jenkinsOf (
  { environment, cwd }: CommandContext,
  configFile: string | undefined
): Promise<Jenkins> {
  const { config } = await loadAgentConfig(environment, cwd, configFile)
  const { configuredJenkins } = await import('../../jenkins/configured-jenkins.js')
  const jenkins = await configuredJenkins(config, environment, cwd)
  if (jenkins !== undefined) return jenkins
  throw new PacklineError('JENKINS_NOT_CONFIGURED', { problem: phrase('jenkins.noController') })
}

function tellEvent (context: CommandContext, job: string, event: BuildEvent): void {
  if (event.type === 'build-queued') tell(context, 'jenkins.queued', { job })
  else if (event.type === 'build-started') tell(context, 'jenkins.started', { url: event.url ?? job })
  else if (event.type === 'jenkins-away') tell(context, 'jenkins.away', { code: event.code })
  else tell(context, 'jenkins.ended', { url: event.url, result: event.result })
}
