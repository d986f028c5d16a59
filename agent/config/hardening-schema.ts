import { commandProperties, type CommandDefinition } from './baseline-schema.js'

export const producesPattern = '^[^/\\\\\\x00-\\x1f]+$'
export const addsPattern = '^[A-Za-z0-9_.$*]{1,256}$'

export const hardeningSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['command', 'inputs', 'version'],
  description:
    'A tool that protects an APK between its edits and its signature: {input} and {output} in its ' +
    'arguments are the unsigned package and the file that it has to write, {folder} the folder of that file',
  properties: {
    ...commandProperties,
    version: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'Version of the tool and of its policy; another one hardens all packages again'
    },
    produces: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: producesPattern,
      description: 'Glob of the one file in {folder}, for a tool that names it itself. Default: {output}'
    },
    adds: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', pattern: addsPattern },
      default: [],
      description:
        'Full names, with * for any part, of what it may add to the manifest or change in it: its ' +
        'application class, components, permissions'
    }
  }
} as const

export interface HardeningDefinition extends CommandDefinition {
  version: string
  produces?: string
  adds: string[]
}
