import { PacklineError } from '../errors.js'
import { deedText } from '../messages/deed-key.js'
import { describeError, message, type Locale } from '../messages/message.js'
import { readableSize } from '../messages/readable-size.js'
import { noTarget } from '../release/registry-model.js'
import type { Notice } from './notice.js'

/** What is sent: plain text, since each service has markup of its own, and people write what they like. */
export interface Message {
  title: string
  lines: string[]
}

export type Words = Pick<
  Notice,
  | 'project'
  | 'event'
  | 'action'
  | 'subject'
  | 'by'
  | 'why'
  | 'release'
  | 'packages'
  | 'failure'
  | 'message'
  | 'moved'
>

const maxWhy = 500
const maxTitle = 200

/** Several notices as one message: what is about one order stands together. */
export function messageOf (
  notices: readonly Words[],
  locale: Locale,
  publicUrl: string | undefined,
  most = Infinity
): Message {
  const groups = new Map<string, Words[]>()
  for (const notice of notices) {
    const { project, event, release, action } = notice
    const key = event === 'package-ready' ? `${project} ${action} ${release}` : `${project} ${groups.size}`
    groups.set(key, [...groups.get(key) ?? [], notice])
  }
  const parts = [...groups.values()].map(group => partOf(group, locale, publicUrl))
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const projects = [...new Set(notices.map(({ project }) => project))].join(', ')
  return {
    title: message(locale, 'notice.several', { count: parts.length, projects }),
    lines: [
      ...parts.slice(0, most).flatMap(({ title, lines }) => ['', title, ...lines]),
      ...parts.length > most ? ['', message(locale, 'notice.more', { count: parts.length - most })] : []
    ]
  }
}

function partOf (group: readonly Words[], locale: Locale, publicUrl: string | undefined): Message {
  const [first] = group
  if (first === undefined) return { title: '', lines: [] }
  const { project, by } = first
  const whys = [...new Set(group.map(({ why }) => why.slice(0, maxWhy)))]
  const isMessage = first.message !== undefined
  return {
    title: oneLine(`[${project}] ${sentenceOf(first, locale)}`),
    lines: [
      ...group.flatMap(each => detailsOf(each, locale)),
      ...isMessage ? [] : whys.map(why => message(locale, 'notice.by', { by, why })),
      ...linkOf(first, publicUrl)
    ]
  }
}

/** What happened, in one sentence. */
export function sentenceOf (notice: Words, locale: Locale): string {
  const { action, subject, by, release = subject, failure } = notice
  if (notice.message !== undefined) {
    const text = notice.message.text.slice(0, maxWhy)
    const said = notice.message.isFailure ? message(locale, 'notice.failure', { text }) : text
    return message(locale, 'notice.by', { by, why: said })
  }
  if (notice.event === 'package-ready') return message(locale, 'notice.packageReady', { release })
  if (notice.event === 'package-failed') {
    const count = failure?.count ?? 0
    return message(locale, count === 0 ? 'notice.orderFailed' : 'notice.packageFailed', { release, count })
  }
  return deedText(locale, { by, action, subject })
}

function detailsOf ({ packages, failure, moved, message: given }: Words, locale: Locale): string[] {
  if (packages !== undefined) {
    const { target, rows, sizeBytes } = packages
    const name = target === noTarget ? message(locale, 'board.noTarget') : target
    return [message(locale, 'notice.packagesAt', { target: name, rows, size: readableSize(sizeBytes) })]
  }
  if (failure !== undefined) {
    const { row, error: { code, details } } = failure
    const { message: reason, hint } = describeError(locale, new PacklineError(code, details))
    return [`${row === undefined ? '' : `${row}: `}${reason} [${code}]`, ...hint === undefined ? [] : [hint]]
  }
  return [
    ...given?.url === undefined ? [] : [given.url],
    ...moved?.map(({ target, before, after }) =>
      message(locale, 'notice.contentMoved', { target, before: before ?? '–', after: after ?? '–' })
    ) ?? []
  ]
}

function linkOf ({ project, release, failure }: Words, publicUrl: string | undefined): string[] {
  if (publicUrl === undefined) return []
  const base = `${publicUrl.replace(/\/+$/, '')}/projects/${encodeURIComponent(project)}`
  if (failure !== undefined) return [`${base}/orders`]
  return [release === undefined ? base : `${base}/releases/${encodeURIComponent(release)}`]
}

/** The subject of a mail, and what a phone shows of a message. */
function oneLine (text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ')
  return line.length > maxTitle ? `${line.slice(0, maxTitle - 1)}…` : line
}
