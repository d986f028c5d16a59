import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { dedupKey, groupLabels, memberId, type Alert, type Group } from '../../alert/alert.js'
import type { Destination } from '../../alert/destination.js'
import { configuredDestinations } from '../../alert/open-alerts.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { wordedLater } from '../../messages/message.js'
import type { Wording } from '../../messages/phrase.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { printJson, tell } from '../terminal.js'

interface Result {
  destination: string
  isDelivered: boolean
  ms: number
  reason?: Wording
}

export const command = defineCommand({
  name: 'alert test',
  describe: 'command.alertTest',
  options: {
    ...configOption,
    ...jsonOption
  },
  run: async (context, options) => {
    const { environment, cwd, signal } = context
    const { config, file } = await loadAgentConfig(environment, cwd, options.config)
    const destinations = await configuredDestinations({ config, environment, cwd })
    if (destinations.length === 0) throw new PacklineError('ALERT_NO_DESTINATION', { file })
    const results = await Promise.all(
      destinations.map(async destination => await sendTest(destination, config.alerts.project, signal))
    )
    if (options.json) printJson(context, { results })
    for (const { destination, isDelivered, ms, reason } of results) {
      tell(context, isDelivered ? 'alert.delivered' : 'alert.notDelivered', {
        destination,
        ms,
        reason: reason ?? ''
      })
    }
    return results.every(({ isDelivered }) => isDelivered) ? 0 : 3
  }
})

/** Triggers an incident of its own and resolves it at once. */
async function sendTest (destination: Destination, project: string, signal: AbortSignal): Promise<Result> {
  const alert: Alert = {
    check: 'test',
    subject: `${hostname()} ${randomUUID()}`,
    severity: 'info',
    summary: wordedLater('alert.test', { host: hostname() })
  }
  const labels = groupLabels(alert, 'none')
  const startsAt = new Date().toISOString()
  const group: Group = {
    key: dedupKey(project, labels),
    labels,
    version: 1,
    changedAtMs: Date.now(),
    told: {},
    members: { [memberId(alert)]: { ...alert, startsAt } }
  }
  const started = performance.now()
  try {
    await destination.send(group, signal)
    await destination.send({
      ...group,
      version: 2,
      members: { [memberId(alert)]: { ...alert, startsAt, endsAt: new Date().toISOString() } }
    }, signal)
    return { destination: destination.name, isDelivered: true, ms: Math.round(performance.now() - started) }
  } catch (error) {
    signal.throwIfAborted()
    return {
      destination: destination.name,
      isDelivered: false,
      ms: Math.round(performance.now() - started),
      reason: errorText(error)
    }
  }
}
