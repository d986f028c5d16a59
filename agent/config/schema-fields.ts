export const identifier = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

export const secretFile = { type: 'string', minLength: 1, maxLength: 4096 } as const

export const httpUrl = { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s@]+$' } as const
