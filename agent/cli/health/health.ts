import { loadAgentConfig } from '../../config/agent-config.js'
import { PacklineError } from '../../errors.js'
import { grades, type Grade } from '../../health/check.js'
import { checkTitle, localHint } from '../../health/check-hint.js'
import type { HealthDocument } from '../../health/agent-health.js'
import { showValue } from '../../health/show-value.js'
import { message, type Locale } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { askAgent } from './ask-agent.js'

export const command = defineCommand({
  name: 'health',
  describe: 'command.health',
  options: {
    config: { type: 'string', value: 'FILE', describe: 'option.config' },
    require: { type: 'string', choices: ['good', 'degraded'], describe: 'option.requireGrade' },
    json: { type: 'boolean', describe: 'option.json' }
  },
  run: async (context, options) => {
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const answer = await askAgent(config.listen, '/health', context.signal)
    const health = isHealth(answer) ? answer : await (await import('./here.js')).lookHere(config, context)
    const source = health === answer ? 'agent' : 'here'
    if (options.require !== undefined) refuse(health, options.require as Grade)
    context.stdout.write(options.json ? `${JSON.stringify({ source, ...health }, null, 2)}\n` : healthText(context.locale, health))
    if (source === 'here') context.stderr.write(`${message(context.locale, 'health.lookedHere', { listen: config.listen })}\n`)
    return 0
  }
})

function refuse (health: HealthDocument, wanted: Grade): void {
  if (grades.indexOf(health.grade) <= grades.indexOf(wanted)) return
  const reasons = health.reasons.map(({ id, problem, hint }) => `${id}: ${problem ?? hint ?? ''}`).join('; ')
  throw new PacklineError('HEALTH_TOO_POOR', { device: health.device, grade: health.grade, wanted, reasons })
}

/** Another program may listen there, or an agent of another version. */
function isHealth (answer: unknown): answer is HealthDocument {
  const health = answer as Partial<HealthDocument> | undefined
  return typeof health?.device === 'string' && typeof health.grade === 'string' && Array.isArray(health.checks) && Array.isArray(health.reasons)
}

export function healthText (locale: Locale, { device, grade, since, facts, reasons, checks }: HealthDocument): string {
  const machine = facts === null ? '' : [facts.model, facts.cpu, facts.os].join(', ')
  const width = Math.max(0, ...checks.map(({ id }) => id.length))
  return [
    message(locale, 'health.heading', { device, grade: message(locale, `grade.${grade}`), since, machine }),
    ...reasons.flatMap(reason => [`  ${message(locale, `state.${reason.state}`)}: ${checkTitle(locale, reason.id)}`, `    ${localHint(locale, reason)}`]),
    ...checks.map(check => `  ${check.id.padEnd(width)}  ${message(locale, `state.${check.state}`)}  ${showValue(check)}`),
    ''
  ].join('\n')
}
