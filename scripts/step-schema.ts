interface CommonFields {
  description: string
  example: string
  required?: boolean
  default?: string | number | boolean | string[]
}

export type StepParameter =
  & CommonFields
  & (
    | { type: 'text' | 'boolean' | 'list' | 'axes' | 'body' }
    | { type: 'choice', choices: string[] }
    /** `words` may stand in the number's place. */
    | { type: 'number', minimum: number, maximum: number, words?: string[] }
  )

/** One Jenkins step: resources/steps/NAME.json. */
export interface StepSchema {
  name: string
  description: string
  example: string
  returns: string
  body?: { required: boolean, description: string }
  /** The parameter that may be given alone, without its name. */
  sole?: string
  parameters: Record<string, StepParameter>
}

const text = { type: 'string', minLength: 5 }

/** What a step schema has to hold, so that nothing in its help is missing. */
export const stepSchemaSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'description', 'example', 'returns', 'parameters'],
  properties: {
    name: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
    description: text,
    example: text,
    returns: text,
    sole: { type: 'string' },
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['required', 'description'],
      properties: { required: { type: 'boolean' }, description: text }
    },
    parameters: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][A-Za-z]+$' },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'description', 'example'],
        properties: {
          type: { enum: ['text', 'number', 'boolean', 'list', 'choice', 'axes', 'body'] },
          description: text,
          example: { type: 'string', minLength: 1 },
          required: { type: 'boolean' },
          default: {},
          choices: { type: 'array', minItems: 2, items: { type: 'string' } },
          minimum: { type: 'number' },
          words: { type: 'array', minItems: 1, items: { type: 'string' } },
          maximum: { type: 'number' }
        },
        allOf: [
          { if: { properties: { type: { const: 'choice' } } }, then: { required: ['choices'] } },
          { if: { properties: { type: { const: 'number' } } }, then: { required: ['minimum', 'maximum'] } },
          { not: { required: ['required', 'default'] } }
        ]
      }
    }
  }
}
