/** What people are told of. */
export const noticeEvents = [
  'package-ready',
  'package-failed',
  'in-review',
  'went-live',
  'withdrawn',
  'rollout',
  'rollout-stopped',
  'hot-update',
  'message'
] as const

export type NoticeEvent = typeof noticeEvents[number]
