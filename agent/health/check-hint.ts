import type { CheckKind } from '../config/check-kinds.js'
import { worded, wordedLater, type Locale } from '../messages/message.js'
import { isMessageKey } from '../messages/message-texts.js'
import { Phrase, type Wording } from '../messages/phrase.js'
import { kindOf, type Reading } from './check.js'
import type { Reason } from './grade.js'

type Named = Pick<Reading, 'subject' | 'name' | 'problem'>

/** What to do about a reading that is not as it should be. */
export function hintOf (kind: CheckKind, { subject = kind, name = kind, problem = '' }: Named): Phrase {
  return wordedLater(`checkHint.${kind}`, { subject, name, problem })
}

type Told = Pick<Reason, 'id' | 'hint' | 'subject' | 'problem'>

/** What to do about a reason, for readers of each language; undefined for what is no check of ours. */
export function reasonHint ({ id, ...reason }: Told): Phrase | undefined {
  const kind = kindOf(id)
  if (kind === undefined) return undefined
  const name = id.slice(kind.length + 1)
  return hintOf(kind, { ...reason, ...name === '' ? {} : { name } })
}

/** A reason's hint in the reader's language: the document that travels holds the English one. */
export function localHint (locale: Locale, reason: Told): string {
  const words = locale === 'en' ? undefined : reasonHint(reason)
  return words === undefined ? reason.hint ?? '' : worded(locale, words)
}

/** A check by its title, as in `Free space (workspace)`; one of another version by its id. */
function checkWords (id: string): Wording {
  const kind = kindOf(id)
  if (kind === undefined) return id
  const name = id.slice(kind.length + 1)
  const title = wordedLater(`check.${kind}`)
  return name === '' ? title : wordedLater('check.named', { title, name: placeWords(kind, name) })
}

const kindsOfFolders: ReadonlySet<string> = new Set(['disk', 'inodes', 'writable', 'latency', 'mount'])

/** What a folder is for, in the reader's language; names of tools, drives and services are names. */
function placeWords (kind: CheckKind, name: string): Wording {
  const [, role, number = ''] = /^(workspace|cache|images|temp)(-\d+)?$/.exec(name) ?? []
  const key = `check.folder.${role ?? ''}`
  return kindsOfFolders.has(kind) && isMessageKey(key) ? wordedLater(key, { number }) : name
}

/** The same in what is recorded and told to programs: in English its id. */
export function checkName (id: string): Wording {
  const title = checkWords(id)
  return typeof title === 'string' ? title : new Phrase(title.key, title.parameters, id)
}

export function checkTitle (locale: Locale, id: string): string {
  return worded(locale, checkWords(id))
}
