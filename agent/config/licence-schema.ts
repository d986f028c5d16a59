import type { FromSchema } from 'json-schema-to-ts'
import { identifier } from './schema-fields.js'

export const licenceSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A licensed tool: on how many devices at once, and how jobs share them',
  properties: {
    seats: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 2,
      description: 'Devices that may use the tool at the same time'
    },
    mode: {
      enum: ['pinned', 'floating'],
      default: 'pinned',
      description: 'pinned: only the devices listed, on which the licence is activated; floating: any device'
    },
    devices: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      default: [],
      description: 'Device ids of mode "pinned", at most as many as seats'
    },
    jobsPerDevice: {
      type: 'integer',
      minimum: 1,
      maximum: 256,
      default: 4,
      description: 'Jobs that run the tool at once on one device'
    },
    lingerMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 60_000,
      description: 'How long an idle device keeps its seat; it gives it up at once when another device waits'
    },
    graceMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 15_000,
      description:
        'How long the seat of a device that vanished stays blocked, so that its tools are surely dead'
    },
    holdMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 30_000,
      description: 'How long a device goes on taking new jobs after another device began to wait'
    },
    maxWaitMs: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      default: 600_000,
      description: 'Longest wait for a seat; after it the job fails with LICENCE_WAIT_TIMEOUT'
    }
  }
} as const

export type LicenceConfig = Required<FromSchema<typeof licenceSchema>>
