import { relativePath } from './relative-path.js'

export const commandProperties = {
  command: {
    type: 'array',
    minItems: 1,
    maxItems: 256,
    items: { type: 'string', maxLength: 4096 },
    description: 'Program and arguments, started without a shell'
  },
  directory: { ...relativePath, default: '.', description: 'Folder that it is started in' },
  inputs: {
    type: 'array',
    minItems: 1,
    maxItems: 1000,
    items: relativePath,
    description: 'Globs of all files that its result depends on; it runs again when one of them changes'
  },
  environment: {
    type: 'array',
    maxItems: 256,
    uniqueItems: true,
    items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
    default: ['PATH', 'HOME'],
    description: 'Names of the environment variables that it gets; it sees no others'
  },
  timeoutMinutes: {
    type: 'integer',
    minimum: 1,
    maximum: 1440,
    default: 120,
    description: 'Longest time that it may take; it is ended then'
  }
} as const

const buildSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['command', 'inputs'],
  description: 'The command that makes the baseline, for example Gradle or Xcode',
  properties: commandProperties
} as const

export const execSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['command', 'inputs', 'produces'],
  description:
    "A command that makes each row: {config}, {baseline} and {output} in its arguments are the row's " +
    'config document, the baseline and what it has to write',
  properties: {
    ...commandProperties,
    produces: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$',
      description: 'Name of the file or folder that it writes at {output}'
    }
  }
} as const

export const baselineSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'path'],
  description: 'What packages are made from',
  properties: {
    type: { enum: ['apk', 'aab', 'ipa', 'zip', 'folder'], description: 'What it is' },
    path: { ...relativePath, description: 'Where it is, relative to the project' },
    build: buildSchema,
    testSigned: {
      type: 'boolean',
      default: false,
      description: 'Of an apk: a key for tests signed it, so that packages may have another certificate'
    },
    bundle: {
      ...relativePath,
      description: 'Of an apk: the App Bundle that bundletool makes it from, one APK for all devices'
    }
  }
} as const

export interface CommandDefinition {
  command: string[]
  directory: string
  inputs: string[]
  environment: string[]
  timeoutMinutes: number
}

export type BaselineType = 'apk' | 'aab' | 'ipa' | 'zip' | 'folder'

export interface Baseline {
  type: BaselineType
  path: string
  build?: CommandDefinition
  bundle?: string
  testSigned?: boolean
}
