import { message, type Locale, type MessageParameters } from './message.js'
import { isMessageKey } from './message-texts.js'

/** The text `prefix.name`; what another version of packline has recorded may have none here. */
function known (locale: Locale, prefix: string, name: string, parameters?: MessageParameters): string {
  const key = `${prefix}.${name}`
  return isMessageKey(key) ? message(locale, key, parameters) : name
}

/** How a package was made. */
export function wayName (locale: Locale, method: string): string {
  return known(locale, 'package.way', method)
}

/** What the audit says somebody did; a change over HTTP is its method and address. */
export function auditedDeed (locale: Locale, action: string): string {
  return known(locale, 'audit.did', action)
}

/** What a detail of the audit is. */
export function auditedDetail (locale: Locale, name: string): string {
  return known(locale, 'audit.detail', name)
}

/** The state that a job, or a run of a push, is in. */
export function stageName (locale: Locale, stage: string): string {
  return known(locale, 'trigger.stage', stage)
}

/** An action of an asset run by its id: what it makes of a set stands after the set's own id. */
export function actionName (locale: Locale, id: string): string {
  const [, of, part] = /^(.+) (layout|page|sheet|sheets|sprites|set|version)$/s.exec(id) ?? []
  return of === undefined || part === undefined ? id : known(locale, 'action', part, { of })
}
