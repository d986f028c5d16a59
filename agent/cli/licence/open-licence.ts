import { doneLicence } from './licence-deed.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import type { AgentConfig } from '../../config/agent-schema.js'
import { packlineHome } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { openSeatStore } from '../../licence/limiter.js'
import type { AuditEntry, SeatStore } from '../../licence/seat-store.js'
import { knownLicence } from '../../licence/terms.js'
import { actingPerson } from '../acting-person.js'
import type { CommandContext } from '../command.js'
import { configOption } from '../common-options.js'
import { tell } from '../terminal.js'

/** Options of the commands that change something for everybody. */
export const adminOptions = {
  ...configOption,
  licence: { type: 'string', value: 'NAME', describe: 'option.licence' },
  why: { type: 'string', value: 'TEXT', describe: 'option.why' }
} as const

export interface OpenLicence {
  config: AgentConfig
  store: SeatStore
  home: string
}

export async function openLicence (
  context: CommandContext,
  configFile: string | undefined
): Promise<OpenLicence> {
  const { config } = await loadAgentConfig(context.environment, context.cwd, configFile)
  const home = packlineHome(context.environment)
  const { environment, cwd } = context
  return { config, home, store: await openSeatStore({ config, environment, home, cwd }) }
}

/** The licence that is meant: the one named, else the only one there is. Throws LICENCE_UNKNOWN. */
export function chosenLicence (config: AgentConfig, name: string | undefined): string {
  const known = Object.keys(config.licences)
  const [only, ...others] = known
  if (name === undefined && only !== undefined && others.length === 0) return only
  if (name === undefined) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command: 'licence',
      argument: `--licence ${known.join('|')}`
    })
  }
  knownLicence(config.licences, name)
  return name
}

/** Runs one administrator's change and records who made it, where and why. */
export async function administer (
  context: CommandContext,
  action: string,
  options: { config: string | undefined, licence: string | undefined, why: string | undefined },
  change: (open: OpenLicence, licence: string) => Promise<Record<string, unknown>>
): Promise<number> {
  const { why } = options
  if (why === undefined || why.trim() === '') {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command: `licence ${action}`,
      argument: '--why TEXT'
    })
  }
  const open = await openLicence(context, options.config)
  try {
    const licence = chosenLicence(open.config, options.licence)
    const details = await change(open, licence)
    const entry: AuditEntry = {
      at: new Date().toISOString(),
      action,
      by: actingPerson(context.environment),
      device: open.store.device,
      why,
      details
    }
    await open.store.recordAudit(licence, entry)
    tell(context, 'licence.changed', {
      licence,
      done: doneLicence(action, details)
    })
    return 0
  } finally {
    await open.store.close()
  }
}
