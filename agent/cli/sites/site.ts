import { resolve } from 'node:path'
import { packlineHome } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { ProofRecords } from '../../health/proof-records.js'
import { worded } from '../../messages/message.js'
import type { SiteFinding } from '../../sites/site-collisions.js'
import type { SitePlan } from '../../sites/site-plan.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { say } from '../release/show.js'
import { complain, printLines, show, table, tell } from '../terminal.js'
import { openSites } from './open-sites.js'

const siteOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  ...configOption,
  ...jsonOption
} as const

export const plan = defineCommand({
  name: 'site plan',
  describe: 'command.sitePlan',
  positionals: ['[NAME…]'],
  options: siteOptions,
  run: async (context, { project, config, json }, names) => {
    const { plans } = await openSites(context, { project, config, names })
    return show(context, json, { sites: plans }, () =>
      plans.length === 0
        ? [say(context, 'site.none')]
        : table(
          context,
          (['site', 'machine', 'service', 'runs', 'ports', 'namespace'] as const).map(column =>
            say(context, `site.column.${column}`)
          ),
          plans.flatMap(({ site, machine, services }) =>
            services.map(({ name, image, program = '', ports, namespace = '' }) => [
              site,
              machine,
              name,
              image ?? program,
              ports.join(', '),
              namespace
            ])
          )
        ))
  }
})

export const render = defineCommand({
  name: 'site render',
  describe: 'command.siteRender',
  positionals: ['NAME'],
  options: {
    output: { type: 'string', value: 'DIR', describe: 'option.siteOutput' },
    ...siteOptions
  },
  run: async (context, { project, config, json, output }, [name = '']) => {
    if (output === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'site render', argument: '--output DIR' })
    }
    const { plans: [one] } = await openSites(context, { project, config, names: [name] })
    if (one === undefined) throw new TypeError('a site that was named is there')
    const [{ renderSite }, { writeSiteFolder }] = await Promise.all([
      import('../../sites/render-site.js'),
      import('../../sites/site-folder.js')
    ])
    const folder = resolve(context.cwd, output)
    const done = await writeSiteFolder(folder, renderSite(one))
    tell(context, 'site.rendered', { site: name, count: done.written.length, folder })
    return show(context, json, { site: name, folder, ...done }, () => [])
  }
})

export const check = defineCommand({
  name: 'site check',
  describe: 'command.siteCheck',
  positionals: ['[NAME…]'],
  options: {
    planned: { type: 'boolean', describe: 'option.sitePlanned' },
    with: { type: 'string', value: 'DIR', multiple: true, describe: 'option.siteWith' },
    ...siteOptions
  },
  run: async (context, { project, config, json, planned, with: others }, names) => {
    const { plans, all } = await openSites(context, { project, config, names, others })
    const { siteCollisions } = await import('../../sites/site-collisions.js')
    const { isMachineOf, runningFindings, takenPorts } = await import('../../sites/site-check.js')
    const collisions = siteCollisions(all)
    const results = await Promise.all(plans.map(async one => {
      if (planned && !isMachineOf(one)) {
        tell(context, 'site.elsewhere', {
          site: one.site,
          machine: one.machine
        })
      }
      return [
        ...collisions.filter(finding => finding.project === one.project && finding.site === one.site),
        ...planned ? await takenPorts(one) : await runningFindings(one, context.signal)
      ]
    }))
    if (!planned) await keepProofs(context, plans, results)
    return report(context, json, plans, results)
  }
})

export const runbook = defineCommand({
  name: 'site runbook',
  describe: 'command.siteRunbook',
  positionals: ['NAME'],
  options: {
    language: { type: 'string', choices: ['en', 'zh-CN'], describe: 'option.siteLanguage' },
    project: siteOptions.project,
    ...configOption
  },
  run: async (context, { project, config, language }, [name = '']) => {
    const { plans: [one] } = await openSites(context, { project, config, names: [name] })
    if (one === undefined) throw new TypeError('a site that was named is there')
    const { runbook: pageOf } = await import('../../sites/runbook.js')
    printLines(context, pageOf(one, language ?? context.locale).trimEnd().split('\n'))
    return 0
  }
})

async function keepProofs (
  { environment }: CommandContext,
  plans: readonly SitePlan[],
  results: ReadonlyArray<readonly SiteFinding[]>
): Promise<void> {
  const records = new ProofRecords(packlineHome(environment), 'site')
  const now = new Date().toISOString()
  for (const [index, { project, site }] of plans.entries()) {
    const problems = (results[index] ?? []).map(({ service, problem }) =>
      service === undefined ? problem.text : `${service}: ${problem.text}`
    )
    await records.looked(`${project}.${site}`, now, problems)
  }
}

/** Throws SITE_FINDINGS. */
function report (
  context: CommandContext,
  json: boolean,
  plans: readonly SitePlan[],
  results: ReadonlyArray<readonly SiteFinding[]>
): number {
  const findings = results.flat()
  const names = plans.map(({ site }) => site).join(', ')
  if (findings.length === 0) {
    tell(context, 'site.good', { sites: names })
    return show(context, json, { sites: names === '' ? [] : names.split(', '), findings }, () => [])
  }
  if (!json) {
    complain(
      context,
      findings.map(({ site, service, problem }) => [
        `${service === undefined ? site : `${site}/${service}`}: ${worded(context.locale, problem)}`,
        'bad'
      ])
    )
  }
  throw new PacklineError('SITE_FINDINGS', {
    count: findings.length,
    sites: names,
    findings: findings.map(finding => ({ ...finding, problem: finding.problem.text }))
  })
}
