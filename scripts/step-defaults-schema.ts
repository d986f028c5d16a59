// What a farm's file with defaults of step arguments may hold; src/packline/Defaults.groovy reads it.
import type { StepParameter, StepSchema } from './step-schema.js'

/** The arguments that may be given for every step at once. */
const forEvery = ['label', 'retries', 'unstableOn']

export function defaultsSchema (steps: StepSchema[]): object {
  const every = steps.flatMap(({ parameters }) =>
    Object.entries(parameters).filter(([name]) => forEvery.includes(name))
  )
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Defaults of step arguments, named by the environment variable PACKLINE_DEFAULTS',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      farm: { $ref: '#/definitions/place' },
      folders: {
        description: 'By the full name of a folder or job; the more exact one wins.',
        type: 'object',
        additionalProperties: { $ref: '#/definitions/place' }
      },
      stages: {
        description: 'By the name of a stage; it wins over folders.',
        type: 'object',
        additionalProperties: { $ref: '#/definitions/place' }
      }
    },
    definitions: {
      place: {
        type: 'object',
        additionalProperties: false,
        properties: {
          every: table('What every step takes that has such an argument.', Object.fromEntries(every)),
          ...Object.fromEntries(
            steps.map(({ name, description, parameters }) => [name, table(description, parameters)])
          )
        }
      }
    }
  }
}

function table (description: string, parameters: Record<string, StepParameter>): object {
  const inFile = Object.entries(parameters).filter(([, { type }]) => type !== 'body')
  const properties = inFile.map(([name, parameter]) => [
    name,
    { description: parameter.description, ...valueOf(parameter) }
  ])
  return {
    description,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties)
  }
}

function valueOf (parameter: StepParameter): object {
  switch (parameter.type) {
    case 'text':
      return { type: 'string', minLength: 1 }
    case 'choice':
      return { enum: parameter.choices }
    case 'boolean':
      return { type: 'boolean' }
    case 'number':
      return {
        anyOf: [
          { type: 'integer', minimum: parameter.minimum, maximum: parameter.maximum },
          ...parameter.words === undefined ? [] : [{ enum: parameter.words }]
        ]
      }
    case 'list':
      return { type: 'array', items: { type: 'string' } }
    case 'axes':
      return { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }
    case 'body':
      return {}
  }
}
