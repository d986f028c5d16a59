import { Backups } from '../backup/backups.js'
import { loadAgentConfig } from '../config/agent-config.js'
import { packlineHome } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { recordAudit } from '../farm/audit.js'
import { agoText } from '../messages/durations.js'
import { message } from '../messages/message.js'
import type { MessageKey } from '../messages/message.js'
import { readableSize } from '../messages/readable-size.js'
import { actingPerson } from './acting-person.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { configOption, jsonOption } from './common-options.js'
import { printError } from './error-output.js'
import { show, table, tell } from './terminal.js'

const snapshotOption = {
  snapshot: { type: 'string', value: 'ID', default: 'latest', describe: 'option.backupSnapshot' }
} as const

export const run = defineCommand({
  name: 'backup run',
  describe: 'command.backupRun',
  positionals: ['[NAME…]'],
  options: { ...jsonOption, ...configOption },
  run: async (context, { json, config }, names) =>
    await each(context, { json, config, names, as: 'backups' }, async (backups, name) => {
      const made = await backups.run(name)
      const { snapshot, bytes, added } = made
      tell(context, 'backup.made', {
        name,
        snapshot: snapshot.slice(0, 8),
        size: readableSize(bytes),
        added: readableSize(added)
      })
      return made
    })
})

export const drill = defineCommand({
  name: 'backup drill',
  describe: 'command.backupDrill',
  positionals: ['[NAME…]'],
  options: { ...jsonOption, ...configOption },
  run: async (context, { json, config }, names) =>
    await each(context, { json, config, names, as: 'drills' }, async (backups, name) => {
      const proven = await backups.drill(name)
      const { snapshot, at, facts } = proven
      tell(context, 'backup.proven', {
        name,
        snapshot: snapshot.slice(0, 8),
        at: `${at.slice(0, 19)}Z`,
        facts: Object.entries(facts).slice(0, 4).map(([fact, value]) => `${fact} ${value}`).join(', ')
      })
      return proven
    })
})

export const list = defineCommand({
  name: 'backup list',
  describe: 'command.backupList',
  positionals: ['[NAME]'],
  options: { ...jsonOption, ...configOption },
  run: async (context, { json, config }, [name]) => {
    const { backups } = await backupsHere(context, config)
    return name === undefined
      ? await listAll(context, backups, json)
      : await listOne(context, backups, name, json)
  }
})

export const verify = defineCommand({
  name: 'backup verify',
  describe: 'command.backupVerify',
  options: {
    percent: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: '5',
      describe: 'option.backupPercent'
    },
    ...configOption
  },
  run: async (context, { percent, config }) => {
    const { backups } = await backupsHere(context, config)
    await backups.verify(percent)
    tell(context, 'backup.verified', { percent })
    return 0
  }
})

export const restore = defineCommand({
  name: 'backup restore',
  describe: 'command.backupRestore',
  positionals: ['NAME', 'DIR'],
  options: {
    ...snapshotOption,
    force: { type: 'boolean', describe: 'option.backupForce' },
    ...jsonOption,
    ...configOption
  },
  run: async (context, { snapshot, force, json, config }, [name = '', to = '']) => {
    const { backups, home, device } = await backupsHere(context, config)
    const restored = await backups.restore(name, { to, snapshot, force })
    const by = actingPerson(context.environment)
    await recordAudit(home, {
      at: new Date().toISOString(),
      action: 'backup restore',
      by,
      from: 'command line',
      device,
      details: { name, ...restored }
    })
    tell(context, 'backup.restored', {
      name,
      snapshot: restored.snapshot.slice(0, 8),
      folder: restored.folder
    })
    if (restored.before !== undefined) tell(context, 'backup.before', { folder: restored.before })
    return show(context, json, restored, () => [])
  }
})

/** One after the other; what fails is told, and the others go on. The exit status is the worst. */
async function each<T> (
  context: CommandContext,
  { json, config, names, as }: { json: boolean, config: string | undefined, names: string[], as: string },
  work: (backups: Backups, name: string) => Promise<T>
): Promise<number> {
  const { backups } = await backupsHere(context, config)
  const chosen = names.length === 0 ? backups.names : names
  for (const name of chosen) backups.item(name)
  const done: T[] = []
  const failed: unknown[] = []
  let status = 0
  for (const name of chosen) {
    try {
      done.push(await work(backups, name))
    } catch (error) {
      context.signal.throwIfAborted()
      if (!(error instanceof PacklineError) || chosen.length === 1) throw error
      printError(error, context)
      failed.push({ name, code: error.code, details: error.details })
      status = Math.max(status, error.exitStatus)
    }
  }
  show(context, json, { [as]: done, ...failed.length > 0 && { failed } }, () => [])
  return status
}

async function listAll (context: CommandContext, backups: Backups, json: boolean): Promise<number> {
  const now = Date.now()
  const rows = await Promise.all(backups.names.map(async name => ({
    name,
    kind: backups.item(name).kind,
    ...await backups.records.read(name)
  })))
  const since = (at: string | undefined): string =>
    at === undefined ? message(context.locale, 'backup.never') : agoText(context.locale, at, now)
  return show(context, json, { backups: rows }, () =>
    table(
      context,
      heads(context, ['name', 'kind', 'last', 'drill', 'size', 'failed']),
      rows.map(({ name, kind, lastBackup, lastDrill, failed }) => [
        name,
        kind,
        since(lastBackup?.at),
        since(lastDrill?.at),
        lastBackup === undefined ? '' : readableSize(lastBackup.bytes),
        failed === undefined ? '' : since(failed.at)
      ])
    ))
}

async function listOne (
  context: CommandContext,
  backups: Backups,
  name: string,
  json: boolean
): Promise<number> {
  const snapshots = await backups.list(name)
  return show(context, json, { backups: snapshots }, () =>
    table(
      context,
      heads(context, ['id', 'at', 'host']),
      snapshots.map(({ id, at, host }) => [id.slice(0, 8), agoText(context.locale, at, Date.now()), host])
    ))
}

type Column = 'name' | 'kind' | 'last' | 'drill' | 'size' | 'failed' | 'id' | 'at' | 'host'

function heads ({ locale }: CommandContext, columns: readonly Column[]): string[] {
  return columns.map(column => message(locale, `backup.column.${column}` satisfies MessageKey))
}

/** Throws BACKUP_NONE. */
async function backupsHere (
  { environment, cwd, signal }: CommandContext,
  configFile: string | undefined
): Promise<{ backups: Backups, home: string, device: string }> {
  const { config, file } = await loadAgentConfig(environment, cwd, configFile)
  if (config.backups === undefined) throw new PacklineError('BACKUP_NONE', { file })
  const home = packlineHome(environment)
  const backups = new Backups({ config: config.backups, home, cwd, environment, signal, now: Date.now })
  return { backups, home, device: config.device ?? '' }
}
