import { namePattern } from '../config/name-patterns.js'

export const path = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  pattern: '^[^\\u0000-\\u001f]+$'
} as const
export const name = {
  type: 'string',
  minLength: 1,
  maxLength: 256,
  pattern: '^[^\\u0000-\\u001f]+$'
} as const

/** Of the project's parameters, by name. */
export const values = {
  type: 'object',
  maxProperties: 256,
  propertyNames: { pattern: namePattern },
  additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 4096 }
} as const

export function valued (option: string, value: unknown): string[] {
  return value === undefined ? [] : [`--${option}=${String(value)}`]
}

export function flag (option: string, value: unknown): string[] {
  return value === true ? [`--${option}`] : []
}

/** An option that is given once for each value. */
export function repeated (option: string, values: unknown): string[] {
  return Array.isArray(values) ? values.map(value => `--${option}=${String(value)}`) : []
}

/** An option that is given once for each name, as NAME=VALUE. */
export function named (option: string, values: unknown): string[] {
  return Object.entries(values ?? {}).map(([name, value]) => `--${option}=${name}=${String(value)}`)
}
