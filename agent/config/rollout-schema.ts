const share = { type: 'integer', minimum: 0, maximum: 10_000 } as const

const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$'
} as const

export const rolloutSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['share'],
  description: 'Takes a part of the matching clients, always the same ones; widening it keeps them',
  properties: {
    share: { ...share, description: 'Part of the clients in hundredths of a percent: 525 is 5.25 %' },
    by: { enum: ['deviceId', 'userId'], default: 'deviceId', description: 'The id that decides' },
    salt: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'Mixed into the id, so that each rollout takes others. Default: the id of the target'
    },
    schedule: {
      type: 'array',
      maxItems: 100,
      default: [],
      description: 'Later shares, each from a moment on; times and shares rise',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['at', 'share'],
        description: 'One step',
        properties: {
          at: { ...time, description: 'Moment in UTC, for example 2026-03-01T10:00:00Z' },
          share: { ...share, description: 'Part of the clients from then on, in hundredths of a percent' }
        }
      }
    },
    pausedAt: { ...time, description: 'Paused since this moment (UTC): the share stays what it was then' }
  }
} as const

export interface Rollout {
  /** Hundredths of a percent. */
  share: number
  by: 'deviceId' | 'userId'
  salt?: string
  schedule: Array<{ at: string, share: number }>
  pausedAt?: string
}
