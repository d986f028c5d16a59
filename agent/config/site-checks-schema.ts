import { identifier } from './schema-fields.js'

/** The sites whose checks run on this machine: without a good one in time, health has a finding. */
export const siteChecksSchema = {
  type: 'object',
  maxProperties: 256,
  propertyNames: { pattern: identifier },
  default: {},
  description: 'Sites that are checked on this machine, by PROJECT.SITE',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    description: 'One of them',
    properties: {
      checkEveryHours: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 10_000,
        default: 26,
        description: 'Older than this the last check without findings is a finding'
      }
    }
  }
} as const

export type SiteChecksConfig = Record<string, { checkEveryHours: number }>
