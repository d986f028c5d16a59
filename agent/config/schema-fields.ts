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
