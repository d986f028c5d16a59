import { loadAgentConfig } from '../../config/agent-config.js'
import { packlineHome } from '../../config/home.js'
import { readSecret } from '../../config/secret.js'
import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { ProofRecords } from '../../health/proof-records.js'
import { JenkinsHttp } from '../../jenkins/jenkins-http.js'
import { JenkinsOrderWork } from '../../jenkins/order/jenkins-order.js'
import type { OrderStep } from '../../jenkins/order/jenkins-order.js'
import { wantedOrder } from '../../jenkins/order/wanted-order.js'
import type { WantedOrder } from '../../jenkins/order/wanted-order.js'
import { phrase } from '../../messages/phrase.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { say, short } from '../release/show.js'
import { printLines, show, table, tell } from '../terminal.js'

export const plan = defineCommand({
  name: 'jenkins plan',
  describe: 'command.jenkinsPlan',
  options: {
    export: { type: 'string', choices: ['job-dsl', 'jcasc'], describe: 'option.jenkinsExport' },
    ...configOption,
    ...jsonOption
  },
  run: async (context, { config, json, export: form }) => {
    const { wanted, work } = await openOrder(context, config)
    if (form !== undefined) {
      const { jcasc, jobDsl } = await import('../../jenkins/order/export-order.js')
      const text = form === 'jcasc' ? await jcasc(wanted) : jobDsl(wanted)
      printLines(context, text.trimEnd().split('\n'))
      return 0
    }
    const steps = await work.plan(wanted)
    return show(context, json, { steps }, () => stepLines(context, steps))
  }
})

export const apply = defineCommand({
  name: 'jenkins apply',
  describe: 'command.jenkinsApply',
  options: { ...configOption, ...jsonOption },
  run: async (context, { config, json }) => {
    const { wanted, work, url, home, device } = await openOrder(context, config)
    const done: OrderStep[] = []
    try {
      const steps = await work.apply(wanted, step => {
        done.push(step)
        tell(context, 'jenkins.did', wordsOf(context, step))
      })
      const lacking = steps.filter(({ does }) => does === 'lacking')
      await looked(home, lacking)
      if (lacking.length > 0) throw drifted(url, lacking)
    } finally {
      if (done.length > 0) {
        await recordAudit(home, {
          at: new Date().toISOString(),
          action: 'jenkins apply',
          by: actingPerson(context.environment),
          from: 'command line',
          device,
          details: { url, done: done.map(({ does, kind, path }) => ({ does, kind, path })) }
        })
      }
    }
    if (done.length === 0) tell(context, 'jenkins.inOrder', { url })
    return show(context, json, { done }, () => [])
  }
})

export const drift = defineCommand({
  name: 'jenkins drift',
  describe: 'command.jenkinsDrift',
  options: { ...configOption, ...jsonOption },
  run: async (context, { config, json }) => {
    const { wanted, work, url, home } = await openOrder(context, config)
    const steps = await work.plan(wanted)
    await looked(home, steps)
    if (steps.length > 0) {
      if (!json) printLines(context, stepLines(context, steps))
      throw drifted(url, steps)
    }
    tell(context, 'jenkins.inOrder', { url })
    return show(context, json, { steps }, () => [])
  }
})

interface OpenOrder {
  wanted: WantedOrder
  work: JenkinsOrderWork
  url: string
  home: string
  device: string
}

/** Throws JENKINS_ORDER_NONE. */
async function openOrder (
  { environment, cwd, signal }: CommandContext,
  configFile: string | undefined
): Promise<OpenOrder> {
  const { config, file } = await loadAgentConfig(environment, cwd, configFile)
  const { jenkins, repositories, device = '' } = config
  if (jenkins?.order === undefined) throw new PacklineError('JENKINS_ORDER_NONE', { file })
  const { url, user, tokenFile, order } = jenkins
  const http = new JenkinsHttp({
    url,
    ...user !== undefined && { user },
    ...tokenFile !== undefined && { secret: await readSecret(tokenFile, environment, cwd) }
  })
  return {
    wanted: wantedOrder(file, order, repositories),
    work: new JenkinsOrderWork(http, signal),
    url: http.url,
    home: packlineHome(environment),
    device
  }
}

async function looked (home: string, steps: readonly OrderStep[]): Promise<void> {
  const problems = steps.map(({ does, kind, path, differences }) =>
    does === 'create' || does === 'lacking' && differences.every(({ found }) => found === '')
      ? phrase('jenkins.missing', { kind: phrase(`jenkins.kind.${kind}`), path })
      : phrase('jenkins.differs', {
        kind: phrase(`jenkins.kind.${kind}`),
        path,
        fields: differences.map(({ field }) => field).join(', ')
      })
  )
  await new ProofRecords(home, 'drift').looked('jenkins', new Date().toISOString(), problems)
}

function drifted (url: string, steps: readonly OrderStep[]): PacklineError {
  return new PacklineError('JENKINS_DRIFT', {
    url,
    count: steps.length,
    things: steps.map(({ kind, path }) => `${kind} ${path}`).slice(0, 5).join(', '),
    steps
  })
}

function stepLines (context: CommandContext, steps: readonly OrderStep[]): string[] {
  if (steps.length === 0) return [say(context, 'jenkins.nothing')]
  return table(
    context,
    (['does', 'kind', 'path', 'field', 'found', 'wanted'] as const).map(column =>
      say(context, `jenkins.column.${column}`)
    ),
    steps.flatMap(step => {
      const { does, kind, path } = wordsOf(context, step)
      const rows = step.differences.length === 0
        ? [{ field: '', found: '', wanted: '' }]
        : step.differences
      return rows.map(({ field, found, wanted }, index) => [
        ...index === 0 ? [does, kind, path] : ['', '', ''],
        field,
        short(found.replaceAll('\n', ' ')),
        short(wanted.replaceAll('\n', ' '))
      ])
    })
  )
}

function wordsOf (
  context: CommandContext,
  { does, kind, path }: OrderStep
): { does: string, kind: string, path: string } {
  return { does: say(context, `jenkins.does.${does}`), kind: say(context, `jenkins.kind.${kind}`), path }
}
