import type { AppStoreService, AppStoreSettings } from './app-store-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

type Field = keyof AppStoreSettings

/** What every service but a command is given. */
const usual: readonly Field[] = ['application', 'credentialsFile']
const own: Record<
  AppStoreService,
  { needs: readonly Field[], takes: readonly Field[], files: readonly string[] }
> = {
  'google-play': {
    needs: usual,
    takes: ['track', 'percent', 'review', 'language', 'mapping', 'nativeSymbols'],
    files: ['.aab', '.apk']
  },
  'app-store-connect': { needs: usual, takes: [], files: ['.ipa'] },
  huawei: { needs: usual, takes: ['appId', 'language'], files: ['.apk', '.aab'] },
  xiaomi: { needs: [...usual, 'icon'], takes: [], files: ['.apk'] },
  oppo: { needs: usual, takes: [], files: ['.apk'] },
  vivo: { needs: usual, takes: [], files: ['.apk'] },
  tencent: { needs: [...usual, 'appId'], takes: [], files: ['.apk'] },
  command: { needs: ['command'], takes: ['application', 'credentialsFile', 'environment'], files: [] }
}

/** How the names of packages end that a service takes; any where there are none. */
export function filesOfService (service: AppStoreService): readonly string[] {
  return own[service].files
}

/** Whether a service knows a field of the settings. */
export function takesField (service: AppStoreService, field: Field): boolean {
  return [...own[service].needs, ...own[service].takes].includes(field)
}

/** Fields that a service needs and has not, or that are none of its. */
export function appStoreMistakes (path: string, settings: AppStoreSettings): Mistake[] {
  const { service } = settings
  const { needs, takes } = own[service]
  const known: readonly Field[] = ['service', 'when', ...service === 'command' ? [] : ['endpoint'] as const]
  const given = Object.keys(settings) as Field[]
  const missing = needs.filter(field => !given.includes(field))
  return [
    ...missing.length > 0
      ? [mistake(path, given, 'config.appStoreNeeds', { service, fields: missing.join(', ') })]
      : [],
    ...given
      .filter(field => ![...known, ...needs, ...takes].includes(field))
      .map(field => mistake(`${path}.${field}`, settings[field], 'config.appStoreField', { service }))
  ]
}
