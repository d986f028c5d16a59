import type { AppStoreService } from '../../config/app-store-schema.js'
import type { AppStore, AppStoreContext } from './app-store.js'

type Open = (context: AppStoreContext) => AppStore

/** Every service, loaded when something goes there. */
const services: Record<AppStoreService, () => Promise<Open>> = {
  'google-play': async () => (await import('./google-play.js')).googlePlay,
  'app-store-connect': async () => (await import('./app-store-connect.js')).appStoreConnect,
  huawei: async () => (await import('./huawei.js')).huawei,
  xiaomi: async () => (await import('./xiaomi.js')).xiaomi,
  oppo: async () => (await import('./oppo.js')).oppo,
  vivo: async () => (await import('./vivo.js')).vivo,
  tencent: async () => (await import('./tencent.js')).tencent,
  command: async () => (await import('./command-store.js')).commandStore
}

export async function openAppStore (context: AppStoreContext): Promise<AppStore> {
  return (await services[context.settings.service]())(context)
}
