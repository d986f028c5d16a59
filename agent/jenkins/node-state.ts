import { isJsonObject } from '../json-object.js'
import type { Wording } from '../messages/phrase.js'
import { booleanOf, fieldsOf, textOf } from './answer-fields.js'

export interface NodeState {
  name: string
  /** No build can start: taken offline, or not connected. */
  isOffline: boolean
  /** Somebody or something took it offline; it comes back by being brought online only. */
  isTakenOffline: boolean
  offlineReason: string
  /** Why it is offline as Jenkins tells people, with who did it; and since when, in milliseconds. */
  offlineCause: string
  offlineSinceMs: number | undefined
  /** It was taken offline by packline and nobody changed that since. */
  isOurs: boolean
  isIdle: boolean
  /** By the monitor's class name, as Jenkins says it. */
  monitors: Record<string, unknown>
}

export const nodeFields = 'displayName,offline,temporarilyOffline,offlineCauseReason,' +
  'offlineCause[timestamp,description],idle,monitorData[*]'
const marker = '[packline]'
// Jenkins puts "Disconnected by USER : " in front, in the controller's language, and cuts that off again
// where it can. A person who quotes our marker does not begin with it.
const ours = /(^| : )\[packline\] /
/** What Jenkins writes as HTML, and what looks like it. */
const unescaped = new Map([['<', '＜'], ['>', '＞'], ['&', '＆'], ['"', '＂'], ["'", '＇']])

/**
 * A reason with our marker, which Jenkins gives back as it is: it cuts a reason at the last " : "
 * (Computer.getOfflineCauseReason), trims it, and escapes HTML in it since it became part of a page.
 */
export function markedReason (reason: string): string {
  const plain = reason
    .replace(/\s+/g, ' ')
    .replace(/ :(?= |$)/g, ':')
    .replace(/[<>&"']/g, each => unescaped.get(each) ?? each)
    .replace(/^[: ]+/, '')
    .trim()
  return `${marker} ${plain || '–'}`
}

export function nodeStateOf (name: string, answer: unknown, what: Wording): NodeState {
  const fields = fieldsOf(answer, what)
  const isTakenOffline = booleanOf(fields, 'temporarilyOffline', what)
  const offlineReason = textOf(fields, 'offlineCauseReason')
  const cause = isJsonObject(fields.offlineCause) ? fields.offlineCause : {}
  return {
    name,
    isOffline: booleanOf(fields, 'offline', what),
    isTakenOffline,
    offlineReason,
    // Not every kind of cause has a description of its own.
    offlineCause: textOf(cause, 'description') || offlineReason,
    offlineSinceMs: typeof cause.timestamp === 'number' ? cause.timestamp : undefined,
    isOurs: isTakenOffline && ours.test(offlineReason),
    isIdle: booleanOf(fields, 'idle', what),
    monitors: isJsonObject(fields.monitorData) ? fields.monitorData : {}
  }
}
