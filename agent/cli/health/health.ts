import { loadAgentConfig } from '../../config/agent-config.js'
import { hasCode, PacklineError } from '../../errors.js'
import type { FarmRow } from '../../farm/farm-row.js'
import { grades, type Grade } from '../../health/check.js'
import { checkTitle, localHint } from '../../health/check-hint.js'
import type { HealthDocument } from '../../health/agent-health.js'
import { showValue } from '../../health/show-value.js'
import { ageText } from '../../messages/durations.js'
import { message } from '../../messages/message.js'
import { gradeText } from '../farm/farm-table.js'
import { stateText } from './state-text.js'
import { defineCommand, type CommandContext } from '../command.js'
import { connectAgent } from '../jobs/connect.js'
import { configOption, jsonOption } from '../common-options.js'
import { phrase, allReasons, about } from '../../messages/phrase.js'
import { show, table, tell } from '../terminal.js'

export const command = defineCommand({
  name: 'health',
  describe: 'command.health',
  options: {
    ...configOption,
    farm: { type: 'boolean', describe: 'option.farm' },
    require: { type: 'string', choices: ['good', 'degraded'], describe: 'option.requireGrade' },
    ...jsonOption
  },
  run: async (context, { config, farm, require, json }) => {
    return farm ? await ofFarm(context, require, json) : await ofMachine(context, config, require, json)
  }
})

async function ofMachine (
  context: CommandContext,
  configFile: string | undefined,
  wanted: Grade | undefined,
  json: boolean
): Promise<number> {
  const told = await askAgent(context)
  const health = told ?? await lookHere(context, configFile)
  if (wanted !== undefined && isWorse(health, wanted)) {
    const reasons = health
      .reasons
      .map(reason => about(reason.id, reason.problem ?? showValue('en', reason)))
    throw new PacklineError('HEALTH_TOO_POOR', {
      device: health.device,
      grade: phrase(`grade.${health.grade}`),
      wanted: phrase(`grade.${wanted}`),
      reasons: allReasons(reasons)
    })
  }
  show(
    context,
    json,
    { source: told === undefined ? 'here' : 'agent', ...health },
    () => healthText(context, health)
  )
  if (told === undefined) tell(context, 'health.lookedHere')
  return 0
}

async function ofFarm (context: CommandContext, wanted: Grade | undefined, json: boolean): Promise<number> {
  const { askFarm, farmTable } = await import('../farm/farm-table.js')
  const farm = await askFarm(context)
  const worse = farm.machines.filter(machine => wanted !== undefined && isWorse(machine, wanted))
  if (worse.length > 0) {
    throw new PacklineError('FARM_TOO_POOR', {
      count: worse.length,
      total: farm.machines.length,
      wanted,
      machines: worse.map(namedWithReasons).join('; ')
    })
  }
  show(context, json, farm, () => farmTable(context, farm))
  return 0
}

/** What the agent knows of this machine; undefined when none is up. One that was named has to answer. */
async function askAgent (context: CommandContext): Promise<HealthDocument | undefined> {
  const found = await connectAgent(context)
  if (found === undefined) return undefined
  const { client, isNamed } = found
  try {
    const answer = await client.look<unknown>('/health')
    if (isHealth(answer)) return answer
    throw new PacklineError('AGENT_ANSWER_INVALID', {
      address: client.address,
      reason: phrase('agent.noGrade')
    })
  } catch (error) {
    // What a killed agent left behind names one that is not up.
    if (!isNamed && hasCode(error, 'AGENT_UNREACHABLE')) return undefined
    throw error
  }
}

async function lookHere (context: CommandContext, configFile: string | undefined): Promise<HealthDocument> {
  const { config } = await loadAgentConfig(context.environment, context.cwd, configFile)
  return await (await import('./here.js')).lookHere(config, context)
}

function isWorse ({ grade }: { grade: Grade }, wanted: Grade): boolean {
  return grades.indexOf(grade) > grades.indexOf(wanted)
}

function namedWithReasons ({ device, grade, reasons }: FarmRow): string {
  return `${device} ${grade} (${reasons.slice(0, 3).map(({ id }) => id).join(', ')})`
}

/** Another program may listen there, or an agent of another version. */
function isHealth (answer: unknown): answer is HealthDocument {
  const health = answer as Partial<HealthDocument> | null | undefined
  return typeof health?.device === 'string' && typeof health.grade === 'string' && Array
    .isArray(health.checks) &&
    Array.isArray(health.reasons)
}

function healthText (
  context: CommandContext,
  { device, grade, since, facts, reasons, checks }: HealthDocument
): string[] {
  const { locale } = context
  const machine = facts === null ? '' : [facts.model, facts.cpu, facts.os].join(message(locale, 'list.comma'))
  return [
    message(locale, 'health.heading', {
      device,
      grade: gradeText(context, grade),
      age: ageText(locale, Date.parse(since), Date.now()),
      machine
    }),
    ...reasons.flatMap(
      reason => [
        `  ${
          message(locale, 'list.pair', {
            name: stateText(context, reason.state),
            value: checkTitle(locale, reason.id)
          })
        }`,
        `    ${localHint(locale, reason)}`
      ]
    ),
    ...table(
      context,
      (['check', 'state', 'value'] as const).map(column => message(locale, `ui.column.${column}`)),
      checks.map(check => [
        locale === 'en' ? check.id : checkTitle(locale, check.id),
        stateText(context, check.state),
        showValue(locale, check)
      ])
    )
  ]
}
