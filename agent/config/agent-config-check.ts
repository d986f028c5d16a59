import { agentSchema } from './agent-schema.js'
import type { AgentConfig } from './agent-schema.js'
import { deepFreeze } from './freeze.js'
import { isJsonObject } from '../json-object.js'
import { parseJsonDocument, withPlaces } from './json-document.js'
import { noticeMistakes } from './notice-check.js'
import { repositoryMistakes } from './repository-check.js'
import { isTimeZone } from './time-zone.js'
import { configInvalid, mistake, schemaCheck } from './validate.js'
import type { Mistake } from './validate.js'

const check = schemaCheck<AgentConfig>(agentSchema, 'agent')

/**
 * The configuration in `bytes`, defaults filled in and frozen. Throws CONFIG_NOT_JSON, or CONFIG_INVALID with
 * all mistakes.
 */
export function parseAgentConfig (file: string, bytes: Buffer): AgentConfig {
  const document = parseJsonDocument(file, bytes)
  return withPlaces(bytes, () => checkedConfig(file, document))
}

function checkedConfig (file: string, document: unknown): AgentConfig {
  // Before the defaults are filled in.
  const namesLicences = isJsonObject(document) && document.licences !== undefined
  const checked = check(file, document)
  // The default licence is for one machine alone: on each of several it would have seats of its own.
  const isFarmed = checked.farm.agents.length > 0 && checked.zookeeper === undefined
  const config = isFarmed && !namesLicences ? { ...checked, licences: {} } : checked
  const mistakes = [
    ...licenceMistakes(config),
    ...isFarmed ? unsharedLicenceMistakes(config) : [],
    ...zookeeperMistakes(config),
    ...repositoryMistakes(config.repositories, config.jenkins !== undefined),
    ...alertMistakes(config),
    ...noticeMistakes(config.notices)
  ]
  if (mistakes.length > 0) throw configInvalid(file, mistakes)
  return deepFreeze(config)
}

function licenceMistakes (config: AgentConfig): Mistake[] {
  return Object.entries(config.licences).flatMap(([name, licence]) => {
    const path = `licences.${name}.devices`
    if (licence.mode === 'floating') {
      return licence.devices.length === 0
        ? []
        : [mistake(path, licence.devices, 'config.floating')]
    }
    if (licence.devices.length === 0) {
      return [mistake(path, licence.devices, 'config.pinned')]
    }
    return licence.devices.length <= licence.seats
      ? []
      : [mistake(path, licence.devices, 'config.devices', { seats: licence.seats })]
  })
}

/** Machines that share no store would each hand out all the seats. */
function unsharedLicenceMistakes ({ licences }: AgentConfig): Mistake[] {
  return Object.entries(licences).flatMap(([name, { mode }]) =>
    mode === 'pinned' ? [] : [mistake(
      `licences.${name}.mode`,
      mode,
      'config.noStore'
    )]
  )
}

function zookeeperMistakes (config: AgentConfig): Mistake[] {
  const { tls, servers = '' } = config.zookeeper ?? {}
  const ports = servers.split(',').flatMap(server => {
    const port = Number(server.split(':')[1] ?? 2181)
    return port >= 1 && port <= 65535 ? [] : [mistake('zookeeper.servers', server, 'config.port')]
  })
  if (tls === undefined || (tls.cert === undefined) === (tls.key === undefined)) return ports
  return [...ports, mistake('zookeeper.tls', Object.keys(tls), 'config.certAndKey')]
}

function alertMistakes ({ alerts: { webhooks, quietHours } }: AgentConfig): Mistake[] {
  const names = ['pagerduty', ...webhooks.map(({ name }) => name)]
  const twice = names.filter((name, index) => names.indexOf(name) !== index).map(name =>
    mistake('alerts.webhooks', name, 'config.webhookNames')
  )
  if (quietHours === undefined || isTimeZone(quietHours.timeZone)) return twice
  return [...twice, mistake('alerts.quietHours.timeZone', quietHours.timeZone, 'config.timeZone')]
}
