import { type Match, matchSchema } from './match-schema.js'
import { namePattern, versionField } from './name-patterns.js'
import type { ParameterValue } from './parameter-schema.js'
import { type Rollout, rolloutSchema } from './rollout-schema.js'
import { httpUrl } from './schema-fields.js'

export const targetSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'environment'],
  description: 'A place that a release can go to',
  properties: {
    id: { type: 'string', pattern: namePattern, description: 'Unique name of the target' },
    kind: {
      type: 'string',
      maxLength: 64,
      default: '',
      description:
        'A label for people and their policies, for example formal, gray, review; packline never looks at it'
    },
    description: { type: 'string', maxLength: 500, description: 'What it is for' },
    environment: {
      type: 'string',
      pattern: namePattern,
      description: 'Name of the environment that its clients use'
    },
    priority: {
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000,
      default: 100,
      description: 'Of several targets that match, the one with the lowest number is taken'
    },
    approvals: {
      type: 'integer',
      minimum: 0,
      maximum: 10,
      description:
        'How many people have to agree before a release goes live here, whoever makes it live among them'
    },
    match: matchSchema,
    rollout: rolloutSchema,
    hotUpdate: {
      type: 'object',
      additionalProperties: false,
      description: 'Hot update of the clients of this target',
      properties: {
        url: { ...httpUrl, description: 'Address under which the manifests of this target are served' },
        version: {
          ...versionField,
          description: 'Pins the hot-update version. Default: what was published to this target last'
        }
      }
    },
    parameters: {
      type: 'object',
      maxProperties: 256,
      propertyNames: { pattern: namePattern },
      additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 4096, description: 'Value' },
      default: {},
      description: "Values of the project's parameters that differ for this target"
    }
  }
} as const

export interface Target {
  id: string
  /** A label for people; no code looks at it. */
  kind: string
  description?: string
  environment: string
  priority: number
  approvals?: number
  match: Match
  rollout?: Rollout
  hotUpdate?: { url?: string, version?: string }
  parameters: Record<string, ParameterValue>
}
