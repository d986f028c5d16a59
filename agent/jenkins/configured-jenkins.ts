import type { AgentConfig } from '../config/agent-schema.js'
import { readSecret } from '../config/secret.js'
import type { Locale } from '../messages/message.js'
import { JenkinsHttp } from './jenkins-http.js'
import type { JenkinsAccess } from './jenkins-http.js'
import { JenkinsJobs } from './jenkins-jobs.js'
import { JenkinsNodes } from './jenkins-nodes.js'

export interface Jenkins {
  url: string
  nodes: JenkinsNodes
  jobs: JenkinsJobs
}

export function openJenkins (access: JenkinsAccess, locale?: Locale): Jenkins {
  const http = new JenkinsHttp(access)
  return { url: http.url, nodes: new JenkinsNodes(http, locale), jobs: new JenkinsJobs(http) }
}

/** The controller of the agent's configuration; undefined where it names none. */
export async function configuredJenkins (
  { jenkins }: Pick<AgentConfig, 'jenkins'>,
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string
): Promise<Jenkins | undefined> {
  if (jenkins === undefined) return undefined
  const { url, user, tokenFile, language } = jenkins
  return openJenkins({
    url,
    ...user !== undefined && { user },
    ...tokenFile !== undefined && { secret: await readSecret(tokenFile, environment, cwd) }
  }, language)
}
