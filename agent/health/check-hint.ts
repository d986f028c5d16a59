import type { CheckKind } from '../config/check-kinds.js'
import { type Locale, type MessageParameters } from '../messages/message.js'
import { sayAs, type Said } from '../messages/said.js'
import { kindOf, type Reading } from './check.js'
import type { Reason } from './grade.js'

type Named = Pick<Reading, 'subject' | 'name' | 'problem'>

/** What to do about a reading that is not as it should be. */
export function hintOf (locale: Locale, kind: CheckKind, reading: Named): string {
  return sayAs(locale, hintWords(kind, reading)) ?? ''
}

function hintWords (kind: CheckKind, { subject = kind, name = kind, problem = '' }: Named): Said {
  const parameters: MessageParameters = { subject, name, problem: silence(kind, problem) ?? problem }
  return { key: `checkHint.${kind}`, parameters }
}

/** How long a machine has been silent, as its row tells it. */
function silence (kind: CheckKind, problem: string): Said | undefined {
  const [, count, unit] = /^(\d+) (s|min)$/.exec(problem) ?? []
  if (kind !== 'silent' || count === undefined) return undefined
  return { key: unit === 's' ? 'time.seconds' : 'time.minutes', parameters: { value: Number(count) } }
}

type Told = Pick<Reason, 'id' | 'hint' | 'subject' | 'problem'>

/** What to do about a reason, for readers of each language; what is no check of ours has its hint only. */
export function reasonHint ({ id, ...reason }: Told): Said | undefined {
  const kind = kindOf(id)
  if (kind === undefined) return undefined
  const name = id.slice(kind.length + 1)
  return hintWords(kind, { ...reason, ...name === '' ? {} : { name } })
}

/** A reason's hint in the reader's language: the document that travels holds the English one. */
export function localHint (locale: Locale, reason: Told): string {
  const words = locale === 'en' ? undefined : reasonHint(reason)
  return (words && sayAs(locale, words)) ?? reason.hint ?? ''
}

/** A check by its title, as in `Free space (workspace)`; one of another version by its id. */
export function checkWords (id: string): Said | string {
  const kind = kindOf(id)
  if (kind === undefined) return id
  const name = id.slice(kind.length + 1)
  const title: Said = { key: `check.${kind}`, parameters: {} }
  return name === '' ? title : { key: 'check.named', parameters: { title, name: placeWords(kind, name) } }
}

const kindsOfFolders: ReadonlySet<string> = new Set(['disk', 'inodes', 'writable', 'latency', 'mount'])

/** What a folder is for, in the reader's language; names of tools, drives and services are names. */
function placeWords (kind: CheckKind, name: string): Said | string {
  const [, role, number = ''] = /^(workspace|cache|images|temp)(-\d+)?$/.exec(name) ?? []
  if (role === undefined || !kindsOfFolders.has(kind)) return name
  return { key: `check.folder.${role}`, parameters: { number } }
}

export function checkTitle (locale: Locale, id: string): string {
  const words = checkWords(id)
  return typeof words === 'string' ? words : sayAs(locale, words) ?? id
}
