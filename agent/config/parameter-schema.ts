export const parameterSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'description', 'default'],
  description: "A parameter of the project's builds (CI) or deliveries (CD)",
  properties: {
    type: { enum: ['string', 'integer', 'number', 'boolean', 'choice'], description: 'What its values are' },
    description: { type: 'string', minLength: 1, maxLength: 500, description: 'What it does' },
    default: {
      type: ['string', 'number', 'boolean'],
      maxLength: 4096,
      description: 'Its value while nobody set one'
    },
    stage: {
      enum: ['ci', 'cd', 'both'],
      default: 'both',
      description: 'Where it is used: builds, deliveries, or both'
    },
    choices: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 256 },
      description: 'The values of type "choice"'
    },
    minimum: { type: 'number', description: 'Lowest value of a number' },
    maximum: { type: 'number', description: 'Highest value of a number' },
    maxLength: {
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 1024,
      description: 'Most characters of a string'
    }
  }
} as const

export type ParameterValue = string | number | boolean

export interface Parameter {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'choice'
  description: string
  default: ParameterValue
  stage: 'ci' | 'cd' | 'both'
  choices?: string[]
  minimum?: number
  maximum?: number
  maxLength: number
}
