import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DirectoryConfig } from '../config/directory-schema.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { FileLock } from '../files/file-lock.js'
import { departures, planDirectory } from './directory-plan.js'
import type { EntryChange } from './directory-entry.js'
import type { DirectoryPlan } from './directory-plan.js'
import { DirectoryRecords } from './directory-records.js'
import { DirectoryServer, isRefusal, serverText } from './directory-server.js'
import { readPeople } from './people-source.js'
import { mappedColumns, wantedEntries } from './wanted-entries.js'
import type { FailedEntry } from './wanted-entries.js'

export interface SyncOptions {
  config: DirectoryConfig
  home: string
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  now: () => number
  /** Is called with the plan before anything is changed or refused. */
  show: (plan: DirectoryPlan) => void
}

/** What a run would change. Throws DIRECTORY_TOO_MANY_GONE as the run would. */
export async function planSync (options: SyncOptions): Promise<DirectoryPlan> {
  return await withPlan(options, async plan => plan)
}

/**
 * Makes the directory as the source has it, entry by entry: one that is refused is told, the others go on.
 * Throws DIRECTORY_ENTRIES_FAILED with those.
 */
export async function applySync (options: SyncOptions): Promise<DirectoryPlan> {
  const { home, now } = options
  const records = new DirectoryRecords(home)
  await mkdir(records.folder, { recursive: true, mode: 0o700 })
  const file = join(records.folder, 'lock')
  const lock = new FileLock(file)
  const at = (): string => new Date(now()).toISOString()
  try {
    if (!lock.tryLock()) throw new PacklineError('DIRECTORY_BUSY', { file })
    try {
      return await withPlan(options, async (plan, server) => {
        const failed = [...plan.failed, ...await makeAll(plan.changes, server, options)]
        if (failed.length > 0) {
          const list = failed.map(({ name, reason }) => ({ key: 'directory.failed' as const, name, reason }))
          throw new PacklineError('DIRECTORY_ENTRIES_FAILED', { count: failed.length, entries: failed, list })
        }
        await records.good({ at: at(), people: plan.people, changes: plan.changes.length })
        return plan
      })
    } catch (error) {
      if (!options.signal.aborted) {
        const entries = error instanceof PacklineError
          ? error.details.entries as FailedEntry[] | undefined
          : undefined
        await records.failed({ at: at(), reason: errorText(error), entries: entries ?? [] })
      }
      throw error
    }
  } finally {
    lock.close()
  }
}

async function withPlan<T> (
  options: SyncOptions,
  work: (plan: DirectoryPlan, server: DirectoryServer) => Promise<T>
): Promise<T> {
  const { config, show } = options
  const { people: mapping, groups } = config
  const people = await readPeople(config.source, mappedColumns(config), options)
  const server = await DirectoryServer.open(config.server, options)
  try {
    const own = [mapping.mark?.attribute, mapping.disable?.attribute].filter(each => each !== undefined)
    const plan = planDirectory(
      wantedEntries(people, config),
      {
        people: await server.entriesBelow(mapping.base, mapping.id, [
          ...Object.keys(mapping.attributes),
          ...own
        ]),
        groups: groups === undefined ? [] : await server.entriesBelow(groups.base, 'cn', ['member'])
      },
      config
    )
    show(plan)
    refuseDepartures(plan, config.mostGonePercent)
    return await work(plan, server)
  } finally {
    await server.close()
  }
}

function refuseDepartures (plan: DirectoryPlan, most: number): void {
  const gone = departures(plan)
  const percent = plan.owned === 0 ? 0 : gone / plan.owned * 100
  if (percent <= most) return
  const needed = Math.ceil(percent)
  throw new PacklineError('DIRECTORY_TOO_MANY_GONE', { gone, total: plan.owned, most, needed })
}

/** People before groups, of which they become members, and departures after both. */
async function makeAll (
  changes: readonly EntryChange[],
  server: DirectoryServer,
  { config, signal }: SyncOptions
): Promise<FailedEntry[]> {
  const order = ['add', 'change', 'group', 'disable', 'remove']
  const failed: FailedEntry[] = []
  for (const change of changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
    try {
      await server.make(change)
    } catch (error) {
      signal.throwIfAborted()
      const reason = serverText(error)
      if (!isRefusal(error)) {
        throw new PacklineError('DIRECTORY_CHANGED', { server: config.server.url, reason }, { cause: error })
      }
      failed.push({ name: change.name, reason })
    }
  }
  return failed
}
