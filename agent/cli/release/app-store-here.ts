import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { packlineHome } from '../../config/home.js'
import { projectFolder } from '../../config/find-project.js'
import { takesField } from '../../config/app-store-checks.js'
import type { AppStoreSettings } from '../../config/app-store-schema.js'
import { PacklineError } from '../../errors.js'
import { lockFile } from '../../files/file-lock.js'
import { phrase } from '../../messages/phrase.js'
import type { AppStoreContext } from '../../release/app-stores/app-store.js'
import type { CommandContext } from '../command.js'
import { parsePercent } from './edit-values.js'
import { changeOptions } from './open-release.js'
import type { OpenRelease } from './open-release.js'

const { game: _, ...options } = changeOptions

/** Which package of a release is meant, and at which store. */
export const storeOptions = {
  ...options,
  to: { type: 'string', value: 'STORE', describe: 'option.uploadTo' },
  target: { type: 'string', value: 'ID', describe: 'option.uploadTarget' },
  row: { type: 'string', value: 'GLOB', describe: 'option.uploadRow' }
} as const

/** A store of the project file, as it is reached from here. Throws APP_STORE_UNKNOWN. */
export function storeContextOf (
  { cwd, environment }: CommandContext,
  { file }: OpenRelease,
  project: string | undefined,
  name: string
): AppStoreContext {
  const stores = file?.packages.appStores ?? {}
  const settings = Object.hasOwn(stores, name) ? stores[name] : undefined
  if (settings === undefined) {
    const known = Object.keys(stores).join(', ') || phrase('list.none')
    throw new PacklineError('APP_STORE_UNKNOWN', { store: name, known })
  }
  return commandContextOf({ cwd, environment }, project, name, settings)
}

/** With what holds for this upload only. Throws APP_STORE_OPTION. */
export function withOwn (
  context: AppStoreContext,
  { track, percent }: { track?: string | undefined, percent?: string | undefined }
): AppStoreContext {
  const { name: store, settings } = context
  for (const [field, value] of Object.entries({ track, percent } as const)) {
    const known = field as 'track' | 'percent'
    if (value === undefined || takesField(settings.service, known)) continue
    throw new PacklineError('APP_STORE_OPTION', { store, service: settings.service, option: `--${field}` })
  }
  const share = percent === undefined ? undefined : shareOf(percent)
  return {
    ...context,
    settings: {
      ...settings,
      ...track !== undefined && { track },
      ...share !== undefined && { percent: share }
    }
  }
}

/** In percent, and more than nothing. */
export function shareOf (text: string): number {
  const share = parsePercent(text) / 100
  if (share > 0) return share
  throw new PacklineError('USAGE_BAD_VALUE', {
    option: '--percent',
    value: JSON.stringify(text),
    expected: phrase('expected.percentage')
  })
}

export function commandContextOf (
  { cwd, environment }: Pick<CommandContext, 'cwd' | 'environment'>,
  project: string | undefined,
  name: string,
  settings: AppStoreSettings
): AppStoreContext {
  return {
    name,
    settings,
    folder: projectFolder(cwd, project),
    environment,
    wait: async (ms, signal) => {
      await delay(ms, undefined, { signal })
    },
    now: () => Date.now()
  }
}

/** Two uploads to one store at once would close each other's edits. */
export async function lockUploads (
  { environment, signal }: CommandContext,
  project: string,
  store: string,
  command: string
): Promise<{ close: () => void }> {
  const name = createHash('sha256').update(`${project}\0${store}`).digest('hex').slice(0, 16)
  return await lockFile(join(packlineHome(environment), 'uploads', `${name}.lock`), { signal, command })
}
