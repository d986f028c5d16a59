import type { QuietHours } from '../alert/quiet-hours.js'
import type { NoticeEvent } from '../config/notice-events.js'
import type { Locale } from '../messages/message.js'
import type { Message } from './notice-message.js'

/** Somebody who is told, and how. `send` throws DeliveryError when it did not arrive for certain. */
export interface Receiver {
  name: string
  service: string
  /** All where there are none. */
  projects: readonly string[]
  events: readonly NoticeEvent[]
  locale: Locale
  quietHours?: QuietHours
  /** Between two messages, so that the service never refuses for their number. */
  spacingMs: number
  send: (message: Message, signal: AbortSignal) => Promise<void>
}

export function isFor (
  { projects, events }: Pick<Receiver, 'projects' | 'events'>,
  project: string,
  event?: NoticeEvent
): boolean {
  return (projects.length === 0 || projects.includes(project)) &&
    (event === undefined || events.includes(event))
}
