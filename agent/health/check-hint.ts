import type { CheckKind } from '../config/check-kinds.js'
import { message, type Locale } from '../messages/message.js'
import { worded } from '../messages/phrase.js'
import { kindOf, type Reading } from './check.js'
import type { Reason } from './grade.js'

/** What to do about a reading that is not as it should be. */
export function hintOf (
  locale: Locale,
  kind: CheckKind,
  { subject = kind, name = kind, problem = '' }: Pick<Reading, 'subject' | 'name' | 'problem'>
): string {
  return message(locale, `checkHint.${kind}`, { subject, name, problem: worded(locale, problem) }).replaceAll(
    / ?[((][))]/g,
    ''
  )
}

/** A reason's hint in the reader's language: the document that travels holds the English one. */
export function localHint (
  locale: Locale,
  reason: Pick<Reason, 'id' | 'hint' | 'subject' | 'problem'>
): string {
  const kind = kindOf(reason.id)
  if (kind === undefined || locale === 'en') return reason.hint ?? ''
  const name = reason.id.slice(kind.length + 1)
  return hintOf(locale, kind, { ...reason, ...name === '' ? {} : { name } })
}

/** A check's title, as in `Free space (workspace)`. */
export function checkTitle (locale: Locale, id: string): string {
  const kind = kindOf(id)
  if (kind === undefined) return id
  const name = id.slice(kind.length + 1)
  const title = message(locale, `check.${kind}`)
  return name === '' ? title : `${title} (${name})`
}
