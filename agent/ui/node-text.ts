import type { SeenNode } from '../farm/seen-nodes.js'
import type { Locale } from '../messages/message.js'
import type { Say } from './page.js'
import { agoText } from '../messages/durations.js'

const causeLength = 80

/** What Jenkins says of a node: online, or since when it is not, by whom and why. */
export function nodeText (
  say: Say,
  { state, cause, since }: SeenNode,
  locale: Locale,
  nowMs: number
): string {
  return [
    say(`jenkins.${state}`),
    since === null ? '' : agoText(locale, since, nowMs),
    cause.slice(0, causeLength)
  ]
    .filter(part => part !== '')
    .join(' ')
}
