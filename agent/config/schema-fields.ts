export const identifier = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

export const secretFile = { type: 'string', minLength: 1, maxLength: 4096 } as const

export const httpUrl = { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s@]+$' } as const

/** What a job of Jenkins is given besides what packline hands it. */
export const jobParameters = {
  type: 'object',
  maxProperties: 64,
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$' },
  additionalProperties: { type: 'string', maxLength: 4096, description: 'The value of the parameter' },
  default: {}
} as const

const timeOfDay = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } as const
/** A part of each day, somewhere. */
export const partOfDay = {
  from: { ...timeOfDay, description: 'Begin, as 22:00' },
  to: { ...timeOfDay, description: 'End, as 08:00; before the begin it is on the next day' },
  timeZone: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    pattern: '^[A-Za-z0-9_+/-]+$',
    description: 'As Asia/Shanghai'
  }
} as const
