import type { FromSchema } from 'json-schema-to-ts'
import { identifier } from './schema-fields.js'

export const jobsSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'The jobs that this agent takes',
  properties: {
    concurrency: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: identifier },
      additionalProperties: {
        type: 'integer',
        minimum: 0,
        maximum: 256,
        description: 'Jobs of this kind at once; 0 takes none'
      },
      default: {},
      description: 'Jobs at once, by kind; a kind that is left out has its own default'
    },
    maxQueued: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 1000,
      description: 'Jobs that may wait; more are refused'
    },
    keepDays: {
      type: 'number',
      minimum: 0.01,
      maximum: 3650,
      default: 14,
      description: 'How long an ended job and its events are kept'
    },
    keepCount: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: 2000,
      description: 'How many ended jobs are kept at most'
    },
    eventLimitBytes: {
      type: 'integer',
      minimum: 10_000,
      maximum: 1_000_000_000,
      default: 20_000_000,
      description: 'Bytes of events that are kept of one job'
    },
    drainMs: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      default: 300_000,
      description:
        'How long running jobs may go on when the agent is told to end; then they are handed back to the ' +
        'queue'
    }
  }
} as const

export type JobsConfig = Required<FromSchema<typeof jobsSchema>>
