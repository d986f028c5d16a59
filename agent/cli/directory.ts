import { loadAgentConfig } from '../config/agent-config.js'
import { packlineHome } from '../config/home.js'
import { departures } from '../directory/directory-plan.js'
import type { EntryChange } from '../directory/directory-entry.js'
import type { DirectoryPlan } from '../directory/directory-plan.js'
import { applySync, planSync } from '../directory/directory-sync.js'
import { PacklineError } from '../errors.js'
import { recordAudit } from '../farm/audit.js'
import { worded } from '../messages/message.js'
import { actingPerson } from './acting-person.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { configOption, jsonOption } from './common-options.js'
import { listing, printLines, show, tell, warn } from './terminal.js'

export const sync = defineCommand({
  name: 'directory sync',
  describe: 'command.directorySync',
  options: {
    plan: { type: 'boolean', describe: 'option.directoryPlan' },
    apply: { type: 'boolean', describe: 'option.directoryApply' },
    'most-gone': {
      type: 'integer',
      value: 'PERCENT',
      minimum: 0,
      maximum: 100,
      describe: 'option.directoryMostGone'
    },
    ...jsonOption,
    ...configOption
  },
  run: async (context, { plan, apply, 'most-gone': mostGone, json, config: configFile }) => {
    if (plan === apply) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'directory sync',
        argument: '--plan | --apply'
      })
    }
    const { environment, cwd, signal } = context
    const { config: { directory, device = '' }, file } = await loadAgentConfig(environment, cwd, configFile)
    if (directory === undefined) throw new PacklineError('DIRECTORY_NONE', { file })
    const home = packlineHome(environment)
    const config = mostGone === undefined ? directory : { ...directory, mostGonePercent: mostGone }
    const made = await (apply ? applySync : planSync)({
      config,
      home,
      cwd,
      environment,
      signal,
      now: Date.now,
      show: found => {
        if (!json) showPlan(context, found)
      }
    })
    if (apply && made.changes.length > 0) {
      await recordAudit(home, {
        at: new Date().toISOString(),
        action: 'directory sync',
        by: actingPerson(environment),
        from: 'command line',
        device,
        details: { people: made.people, changes: made.changes.length, gone: departures(made) }
      })
    }
    if (!json) tell(context, apply ? 'directory.applied' : 'directory.planned', countsOf(made))
    return show(context, json, made, () => [])
  }
})

function showPlan (context: CommandContext, { changes, failed }: DirectoryPlan): void {
  printLines(
    context,
    listing(context, changes.map(change => [signs[change.kind], change.name, whatOf(change)]))
  )
  for (const { name, reason } of failed) {
    warn(context, 'directory.failed', { name, reason: worded(context.locale, reason) })
  }
}

const signs = { add: '+', change: '~', group: '~', disable: '–', remove: '-' } as const satisfies Record<
  EntryChange['kind'],
  string
>

/** What changes, for people: of groups who comes and goes. */
function whatOf ({ kind, attributes, before, dn }: EntryChange): string {
  if (kind === 'add' || kind === 'remove') return dn
  return Object
    .entries(attributes)
    .map(([name, after]) => {
      const was = before[name] ?? []
      const gone = was.filter(each => !after.includes(each)).map(each => `-${each}`)
      const come = after.filter(each => !was.includes(each)).map(each => `+${each}`)
      return `${name}: ${[...gone, ...come].join(' ')}`
    })
    .join('; ')
}

function countsOf (plan: DirectoryPlan): Record<string, number> {
  const count = (...kinds: Array<EntryChange['kind']>): number =>
    plan.changes.filter(({ kind }) => kinds.includes(kind)).length
  return {
    people: plan.people,
    added: count('add'),
    changed: count('change', 'group'),
    gone: departures(plan)
  }
}
