import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../../config/find-project.js'
import type { AppStoreSettings } from '../../config/app-store-schema.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import type { AppStoreContext } from '../../release/app-stores/app-store.js'
import type { CommandContext } from '../command.js'
import type { OpenRelease } from './open-release.js'

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
