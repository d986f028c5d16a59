// A page of the docs for each Jenkins step, from its schema.
import type { StepParameter, StepSchema } from './step-schema.js'

/** docs/steps/NAME.md. */
export function stepPage (schema: StepSchema): string {
  const rows = Object.entries(schema.parameters).map(([name, parameter]) =>
    `| \`${name}\` | ${capital(kindOf(parameter))} | ${presence(parameter)} | ${
      cell(parameter.description)
    } | \`${parameter.example}\` |`
  )
  return [
    `# ${schema.name}`,
    '',
    '<!-- Generated from resources/steps by npm run generate; do not edit. -->',
    '',
    schema.description,
    '',
    '```groovy',
    schema.example,
    '```',
    '',
    '| argument | is | default | means | example |',
    '|---|---|---|---|---|',
    ...rows,
    ...schema.body === undefined
      ? []
      : [
        `| \`{ … }\` | Body | ${schema.body.required ? 'mandatory' : ''} | ${
          cell(schema.body.description)
        } | |`
      ],
    '',
    `Returns: ${schema.returns}`,
    '',
    ...sole(schema),
    'What is the same for all steps is in [jenkins.md](../jenkins.md): nodes, retries, results, defaults of a farm.',
    ''
  ]
    .join('\n')
}

function sole ({ name, sole }: StepSchema): string[] {
  return sole === undefined ? [] : [`\`${sole}\` may stand alone: \`${name}(VALUE)\`.`, '']
}

function presence (parameter: StepParameter): string {
  if (parameter.required === true) return 'mandatory'
  return parameter.default === undefined ? '' : `\`${groovy(parameter.default)}\``
}

function cell (text: string): string {
  return text.replaceAll('|', '\\|')
}

export function kindOf (parameter: StepParameter): string {
  switch (parameter.type) {
    case 'choice':
      return `one of ${parameter.choices.join(', ')}`
    case 'boolean':
      return 'true or false'
    case 'number':
      return [`number from ${parameter.minimum} to ${parameter.maximum}`, ...parameter.words ?? []].join(
        ', or '
      )
    case 'list':
      return 'list of texts'
    case 'text':
      return 'text'
    case 'axes':
      return 'map of lists'
    case 'body':
      return 'body'
  }
}

export function groovy (value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

export function capital (text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
