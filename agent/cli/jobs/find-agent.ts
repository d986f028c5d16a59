import { packlineHome } from '../../config/home.js'
import type { Environment } from '../../config/home.js'
import { readEndpoint } from '../../jobs/endpoint.js'
import type { Endpoint } from '../../jobs/endpoint.js'

export interface FoundAgent {
  endpoint: Endpoint
  isNamed: boolean
}

/**
 * The agent that commands of this environment talk to: PACKLINE_AGENT, else the one of this PACKLINE_HOME,
 * where it is up.
 */
export function findAgent (environment: Environment): FoundAgent | undefined {
  const named = environment.PACKLINE_AGENT ?? ''
  if (named === 'none') return undefined
  const own = readEndpoint(packlineHome(environment))
  if (named === '') return own === undefined ? undefined : { endpoint: own, isNamed: false }
  return { endpoint: own?.address === named ? own : { address: named }, isNamed: true }
}
