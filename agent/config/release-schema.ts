import { type Environment, environmentSchema } from './environment-schema.js'
import { namePattern } from './name-patterns.js'
import { type Parameter, parameterSchema } from './parameter-schema.js'
import { type Target, targetSchema } from './target-schema.js'

/** The parts of the project file about releases. */
export const releaseProperties = {
  environments: {
    type: 'object',
    maxProperties: 256,
    propertyNames: { pattern: namePattern },
    additionalProperties: environmentSchema,
    default: {},
    description: 'Server environments, by name'
  },
  targets: {
    type: 'array',
    maxItems: 1000,
    items: targetSchema,
    default: [],
    description: 'Places that a release can go to'
  },
  parameters: {
    type: 'object',
    maxProperties: 256,
    propertyNames: { pattern: namePattern },
    additionalProperties: parameterSchema,
    default: {},
    description: "Parameters of the project's builds and deliveries, by name"
  }
} as const

/** What a project says about its releases, in packline.json or in the operators' documents. */
export interface ReleaseDefinition {
  environments: Record<string, Environment>
  targets: Target[]
  parameters: Record<string, Parameter>
}
