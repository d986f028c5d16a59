import type { NoticeEvent } from '../config/notice-events.js'
import type { Wording } from '../messages/phrase.js'
import type { PackageFailure, TeamMessage } from '../release/team-notes.js'

/** What one receiver is told of one revision of a project. */
export interface Notice {
  key: string
  receiver: string
  project: string
  event: NoticeEvent
  revision: number
  action: string
  subject: string
  by: string
  why: string
  at: string
  /** VERSION-BUILD, where it is about one. */
  release?: string
  /** What the packages at a target are. */
  packages?: { target: string, rows: number, sizeBytes: number }
  failure?: PackageFailure
  message?: TeamMessage
  /** What targets held before and hold now. */
  moved?: Array<{ target: string, before: string | null, after: string | null }>
  /** `claimed` until it is certain that no other agent tells of it. */
  state: 'claimed' | 'waiting' | 'sent' | 'given-up'
  claim: string
  createdAtMs: number
  endedAtMs?: number
  problem?: Wording
}

/** Whether somebody may have to do something now. */
export function isUrgent ({ event }: Pick<Notice, 'event'>): boolean {
  return event === 'package-failed' || event === 'rollout-stopped' || event === 'withdrawn'
}
