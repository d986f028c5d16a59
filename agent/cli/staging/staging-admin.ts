import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { ProofRecords } from '../../health/proof-records.js'
import { agoText } from '../../messages/durations.js'
import { worded } from '../../messages/message.js'
import type { StagingEnvironment } from '../../staging/environment-namespace.js'
import { Environments } from '../../staging/environments.js'
import { sweepCluster } from '../../staging/sweep.js'
import type { Sweep } from '../../staging/sweep.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { say } from '../release/show.js'
import { complain, show, table, tell } from '../terminal.js'
import { localMoment } from './local-moment.js'
import { openClusters, openStaging, stagingOptions } from './open-staging.js'

const hourMs = 3_600_000

export const list = defineCommand({
  name: 'staging list',
  describe: 'command.stagingList',
  options: { ...configOption, ...jsonOption },
  run: async (context, { config, json }) => {
    const { clusters } = await openClusters(context, config)
    const answers = await Promise.all(clusters.map(async cluster => {
      const { found } = await new Environments(cluster).list()
      return { found: found.map(({ environment }) => environment), nowMs: await cluster.nowMs() }
    }))
    const environments = answers.flatMap(({ found, nowMs }) =>
      found.map(one => ({ ...one, leftSeconds: Math.round((Date.parse(one.expiresAt) - nowMs) / 1000) }))
    )
    return show(context, json, { environments }, () =>
      environments.length === 0
        ? [say(context, 'staging.nothing')]
        : table(
          context,
          heads(context),
          answers.flatMap(({ found, nowMs }) => found.map(one => rowOf(context, one, nowMs)))
        ))
  }
})

export const extend = defineCommand({
  name: 'staging extend',
  describe: 'command.stagingExtend',
  positionals: ['NAME'],
  options: {
    ttl: { type: 'duration', value: 'TIME', default: '24h', describe: 'option.stagingExtend' },
    ...stagingOptions
  },
  run: async (context, { json, ttl, ...options }, [name = '']) => {
    const { cluster, project, audit } = await openStaging(context, { ...options, name })
    const environment = await new Environments(cluster).extend(project, name, ttl / hourMs)
    const { namespace, expiresAt } = environment
    await audit('staging extend', { namespace, until: expiresAt })
    tell(context, 'staging.extended', { name, until: localMoment(expiresAt) })
    return show(context, json, { environment }, () => [])
  }
})

export const down = defineCommand({
  name: 'staging down',
  describe: 'command.stagingDown',
  positionals: ['NAME'],
  options: {
    timeout: { type: 'duration', value: 'TIME', default: '5m', describe: 'option.stagingWait' },
    ...stagingOptions
  },
  run: async (context, { json, timeout, ...options }, [name = '']) => {
    const { cluster, project, audit } = await openStaging(context, { ...options, name })
    const environments = new Environments(cluster)
    await audit('staging down', { namespace: environments.namespaceOf(project, name) })
    const { namespace, isGone } = await environments.down(project, name, { withinMs: timeout })
    if (!isGone) throw new PacklineError('STAGING_LEFT_OVER', { namespace, cluster: cluster.name })
    tell(context, 'staging.down', { name, cluster: cluster.name })
    return show(context, json, { name, namespace, cluster: cluster.name }, () => [])
  }
})

export const sweep = defineCommand({
  name: 'staging sweep',
  describe: 'command.stagingSweep',
  options: { ...configOption, ...jsonOption },
  run: async (context, { config, json }) => {
    const { clusters, home, device } = await openClusters(context, config)
    const records = new ProofRecords(home, 'staging')
    const sweeps: Sweep[] = []
    for (const cluster of clusters) {
      const done = await sweepCluster(cluster)
      const at = new Date().toISOString()
      await records.looked(cluster.name, at, done.problems)
      for (const { namespace, owner } of done.removed) {
        const by = actingPerson(context.environment)
        const details = { cluster: cluster.name, namespace, owner }
        await recordAudit(home, { at, action: 'staging sweep', by, from: 'command line', device, details })
        tell(context, 'staging.swept', { cluster: cluster.name, namespace, owner })
      }
      sweeps.push(done)
    }
    return report(context, json, sweeps)
  }
})

/** Throws STAGING_SWEEP. */
function report (context: CommandContext, json: boolean, sweeps: readonly Sweep[]): number {
  const bad = sweeps.filter(({ problems }) => problems.length > 0)
  if (bad.length === 0) return show(context, json, { sweeps }, () => [])
  const lines = bad.flatMap(({ cluster, problems }) =>
    problems.map(problem => `${cluster}: ${worded(context.locale, problem)}`)
  )
  if (!json) complain(context, lines.map(line => [line, 'bad']))
  throw new PacklineError('STAGING_SWEEP', {
    count: lines.length,
    clusters: bad.map(({ cluster }) => cluster).join(', '),
    sweeps
  })
}

function heads (context: CommandContext): string[] {
  return (['name', 'project', 'cluster', 'state', 'owner', 'branch', 'made', 'ends'] as const).map(column =>
    say(context, `staging.column.${column}`)
  )
}

function rowOf (context: CommandContext, one: StagingEnvironment, nowMs: number): string[] {
  const { name, project, cluster, state, owner, branch = '', createdAt, expiresAt } = one
  const { locale } = context
  return [
    name,
    project,
    cluster,
    say(context, `staging.state.${state}`),
    owner,
    branch,
    agoText(locale, createdAt, nowMs),
    agoText(locale, expiresAt, nowMs)
  ]
}
