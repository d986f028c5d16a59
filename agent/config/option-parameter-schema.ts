/** `{ "parameter": "NAME" }` in place of an option's value, as editors know it. */
export const optionParameterSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['parameter'],
  description: 'The value of a parameter of stage "ci" or "both"',
  properties: { parameter: { type: 'string', description: 'Name of a parameter of the project' } }
} as const
