import { join } from 'node:path'
import type { AgentConfig } from '../config/agent-schema.js'
import { readSecret } from '../config/secret.js'
import type { Group } from './alert.js'
import { OutboxStore } from './outbox-store.js'
import { Alerts } from './alerts.js'
import { pagerDuty, webhook, type Destination } from './destination.js'

interface OpenAlertsOptions {
  config: Pick<AgentConfig, 'alerts' | 'listen'>
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  home: string
  mayTell: (group: Group) => boolean
}

/** The configuration's destinations, their secrets read. */
export async function configuredDestinations (
  { config: { alerts, listen }, environment, cwd }: Omit<OpenAlertsOptions, 'home' | 'mayTell'>
): Promise<Destination[]> {
  const { project, language, pagerduty: events, webhooks } = alerts
  const destinations: Destination[] = []
  if (events !== undefined) {
    destinations.push(pagerDuty({
      project,
      language,
      url: events.url,
      routingKey: await readSecret(events.routingKeyFile, environment, cwd)
    }))
  }
  for (const { name, url, tokenFile } of webhooks) {
    const headers: Record<string, string> = tokenFile === undefined
      ? {}
      : { authorization: `Bearer ${await readSecret(tokenFile, environment, cwd)}` }
    destinations.push(
      webhook({
        name,
        url,
        headers,
        project,
        language,
        externalUrl: alerts.externalUrl ?? `http://${listen}/`
      })
    )
  }
  return destinations
}

/** The alerts of this agent, with what its last life left to be told. `close` closes their store too. */
export async function openAlerts (
  options: OpenAlertsOptions
): Promise<{ alerts: Alerts, movedTo: string | undefined, close: () => Promise<void> }> {
  const { project, groupBy, groupMs, quietHours } = options.config.alerts
  const destinations = await configuredDestinations(options)
  const store = await OutboxStore.open<Group>(join(options.home, 'alerts'), Date.now())
  const alerts = await Alerts.open({
    store,
    destinations,
    project,
    groupBy,
    groupMs,
    mayTell: options.mayTell,
    ...quietHours === undefined ? {} : { quietHours }
  })
  return {
    alerts,
    movedTo: store.movedTo,
    close: async () => {
      await alerts.close()
      await store.close()
    }
  }
}
