import type { LoadedAgentConfig } from '../../config/agent-config.js'
import type { AgentConfig } from '../../config/agent-schema.js'
import { isMessageKey } from '../../messages/message-texts.js'
import { deviceIdentity } from '../../config/device.js'
import { packlineHome } from '../../config/home.js'
import { readSecret } from '../../config/secret.js'
import { hasCode, toPacklineError } from '../../errors.js'
import type { HealthDocument } from '../../health/agent-health.js'
import { kindOf, type CheckState } from '../../health/check.js'
import { checkTitle, localHint } from '../../health/check-hint.js'
import { mendCommand } from '../../health/mend.js'
import { showValue } from '../../health/show-value.js'
import { storePlace } from '../../licence/store-place.js'
import { describeError, message, type Locale } from '../../messages/message.js'
import { readableSize } from '../../messages/readable-size.js'
import { workersOf } from '../../resident/worker-status.js'
import type { CommandContext } from '../command.js'
import { painted } from '../colours.js'
import { connectAgent } from '../jobs/connect.js'
import { stateMeanings } from './state-text.js'
import { listing } from '../terminal.js'

/** One line of the doctor's answer: what it looked at, how that is, and what mends it. */
export interface Finding {
  id: string
  state: CheckState
  value: string
  hint?: string
  command?: string
}

/** All that the doctor looks at, worded for `context.locale`; `health` is what the probes saw. */
export async function findingsOf (
  loaded: LoadedAgentConfig,
  health: HealthDocument,
  context: CommandContext
): Promise<Finding[]> {
  return [...await configFindings(loaded, context), ...machineFindings(health, context.locale)]
}

/** What no probe looks at: the configuration, this machine's name, secrets, and whether the agent is up. */
async function configFindings (
  { file, isPresent, config }: LoadedAgentConfig,
  context: CommandContext
): Promise<Finding[]> {
  const { environment, cwd, locale } = context
  const tried = async (id: string, state: CheckState, work: () => Promise<string>): Promise<Finding> => {
    try {
      return { id, state: 'ok', value: await work() }
    } catch (error) {
      const { message: value, hint } = describeError(locale, toPacklineError(error))
      return { id, state, value, ...hint === undefined ? {} : { hint } }
    }
  }
  const secrets = [
    ['jenkins.tokenFile', config.jenkins?.tokenFile, 'fail'],
    ['alerts.pagerduty.routingKeyFile', config.alerts.pagerduty?.routingKeyFile, 'fail'],
    // Builds do without it.
    ['cache.remote.tokenFile', config.cache.remote?.tokenFile, 'warn']
  ] as const
  return [
    { id: 'node', state: 'ok', value: process.version },
    { id: 'config', state: 'ok', value: isPresent ? file : message(locale, 'doctor.noConfig', { file }) },
    await agentFinding(context),
    ...config.notices.receivers.length === 0 ? [] : await noticeFindings(context),
    ...workerFindings(context),
    ...Object.keys(config.licences).length === 0 ? [] : [licenceFinding(config, context)],
    await tried('device', 'fail', async () => await deviceIdentity(environment, config.device)),
    ...await Promise.all(
      secrets.flatMap(([id, reference, state]) =>
        reference === undefined ? [] : [tried(id, state, async () => {
          await readSecret(reference, environment, cwd)
          return reference
        })]
      )
    ),
    ...config.workspaces.length > 0
      ? []
      : [{ id: 'workspaces', state: 'warn' as const, value: message(locale, 'doctor.noWorkspaces') }]
  ]
}

/** The warm workers that builds are left to, where there are any. */
function workerFindings ({ environment, locale }: CommandContext): Finding[] {
  const workers = workersOf(packlineHome(environment))
  if (workers.length === 0) return []
  const value = message(locale, 'doctor.workers', {
    count: workers.length,
    size: readableSize(workers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)),
    projects: workers.map(({ project }) => project).join(', ')
  })
  return [{ id: 'workers', state: 'ok', value }]
}

function licenceFinding (config: AgentConfig, { environment, locale }: CommandContext): Finding {
  const { kind, at } = storePlace(config, packlineHome(environment))
  return { id: 'licences', state: 'ok', value: message(locale, `licence.store.${kind}`, { at }) }
}

/** Whether an agent is up. */
export async function agentFinding (context: CommandContext): Promise<Finding> {
  const { locale } = context
  try {
    const found = await connectAgent(context)
    if (found === undefined) {
      return {
        id: 'agent',
        state: 'warn',
        value: message(locale, 'doctor.noAgent'),
        command: 'packline serve'
      }
    }
    await found.client.call('GET', '/health/live')
    return { id: 'agent', state: 'ok', value: found.client.address }
  } catch (error) {
    const { message: value, hint } = describeError(locale, toPacklineError(error))
    return {
      id: 'agent',
      state: 'warn',
      value,
      ...hint === undefined ? {} : { hint },
      ...hasCode(error, 'AGENT_UNREACHABLE') ? { command: 'packline serve' } : {}
    }
  }
}

/** What only a running agent knows: whether robots take what it tells them. */
async function noticeFindings (context: CommandContext): Promise<Finding[]> {
  try {
    const found = await connectAgent(context)
    const health = await found?.client.call<HealthDocument>('GET', '/health')
    const checks = health?.checks.filter(({ id }) => kindOf(id) === 'notice') ?? []
    return machineFindings({ checks }, context.locale)
  } catch {
    // The finding of the agent says why.
    return []
  }
}

function machineFindings ({ checks }: Pick<HealthDocument, 'checks'>, locale: Locale): Finding[] {
  return checks.map(check => {
    const finding = { id: check.id, state: check.state, value: showValue(locale, check) }
    if (check.state === 'ok') return finding
    const mend = mendCommand(check, process.platform)
    return {
      ...finding,
      hint: localHint(locale, check),
      ...mend === undefined ? {} : { command: mend }
    }
  })
}

/** In English a finding is called as in `--json`, and a check as in the configuration. */
function findingName (locale: Locale, id: string): string {
  if (locale === 'en') return id
  const key = `finding.${id}`
  return isMessageKey(key) ? message(locale, key) : checkTitle(locale, id)
}

const marks: Record<CheckState, string> = { ok: '✓', warn: '!', fail: '✗' }

/** What was looked at in one table, and below it what to do about each that is not well. */
export function findingLines (context: CommandContext, findings: readonly Finding[]): string[] {
  const { locale } = context
  const rows = findings.map(({ id, state, value }) => [
    painted(context, 'stdout', stateMeanings[state], marks[state]),
    findingName(locale, id),
    state === 'ok' || locale !== 'en' || checkTitle(locale, id) === id
      ? value
      : message(locale, 'list.pair', { name: checkTitle(locale, id), value })
  ])
  const remedies = findings.flatMap(({ id, hint, command }) =>
    hint === undefined && command === undefined ? [] : [
      '',
      painted(context, 'stdout', 'heading', findingName(locale, id)),
      ...hint === undefined ? [] : [`  ${hint}`],
      ...command === undefined ? [] : [`  $ ${command}`]
    ]
  )
  return [...listing(context, rows), ...remedies]
}
