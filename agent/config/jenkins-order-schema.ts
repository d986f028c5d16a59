import { identifier } from './schema-fields.js'

/**
 * folder/folder/name, as Jenkins.checkGoodName and trim() leave it: no name is empty, ends with a dot, or has
 * blanks around it; none is an option.
 */
export const itemPath = '^(?!.*(^|/)(\\s|/|$))(?!.*[.\\s](/|$))[^-?*%!@#$^&|<>\\[\\]:;"\\\\\\x00-\\x1f]' +
  '[^?*%!@#$^&|<>\\[\\]:;"\\\\\\x00-\\x1f]*$'
/** What XML can hold. */
export const writableText = '^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]*$'
const credential = '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'
const nameOfSomebody = { type: 'string', maxLength: 256, pattern: '^[^\\s:-][^:\\x00-\\x1f]*$' } as const

const itemPaths = { pattern: itemPath, maxLength: 1024 } as const

const folderSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A folder',
  properties: {
    description: { type: 'string', maxLength: 2000, pattern: writableText, description: 'What it is for' },
    access: {
      type: 'array',
      maxItems: 32,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      description: 'Roles that hold below it, besides those that it inherits; left out, nothing is asked'
    }
  }
} as const

const jobSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['repository'],
  description: 'A Pipeline that takes its script from a repository',
  properties: {
    repository: { type: 'string', pattern: identifier, description: 'Name in the table of repositories' },
    description: { type: 'string', maxLength: 2000, pattern: writableText, description: 'What it is for' },
    branch: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^-\\s][^\\s]*$',
      description: "Where the script is taken from. Default: the repository's first branch"
    },
    script: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      default: 'Jenkinsfile',
      description: 'Path of the script in the repository'
    },
    credentials: {
      type: 'string',
      pattern: credential,
      description: 'Id of the credentials for the checkout'
    },
    parameters: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      default: [],
      description: 'Parameters that the job declares, besides those that pushes hand it'
    }
  }
} as const

const roleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['permissions'],
  description: 'What its members may do',
  properties: {
    permissions: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      uniqueItems: true,
      items: {
        type: 'string',
        maxLength: 256,
        pattern: '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$'
      },
      description: 'Permissions by their ids, such as hudson.model.Item.Build'
    },
    users: {
      type: 'array',
      maxItems: 256,
      uniqueItems: true,
      items: nameOfSomebody,
      default: [],
      description: 'Users who have it'
    },
    groups: {
      type: 'array',
      maxItems: 256,
      uniqueItems: true,
      items: nameOfSomebody,
      default: [],
      description: 'Groups that have it'
    }
  }
} as const

export const jenkinsOrderSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'What the controller should hold; left out, nobody looks',
  properties: {
    folders: {
      type: 'object',
      maxProperties: 1000,
      propertyNames: itemPaths,
      additionalProperties: folderSchema,
      default: {},
      description: 'Folders, by path; those above a job or folder are made as well'
    },
    jobs: {
      type: 'object',
      maxProperties: 1000,
      propertyNames: itemPaths,
      additionalProperties: jobSchema,
      default: {},
      description:
        'Pipelines, by path, besides those that the table of repositories starts, or more about them'
    },
    nodes: {
      type: 'object',
      maxProperties: 1000,
      propertyNames: { pattern: identifier },
      additionalProperties: {
        type: 'array',
        maxItems: 64,
        uniqueItems: true,
        items: { type: 'string', pattern: identifier },
        description: 'Its labels, all of them'
      },
      default: {},
      description: 'Labels, by node'
    },
    credentials: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', pattern: credential },
      default: [],
      description: 'Ids of credentials of the controller that must be there; what they hold is never read'
    },
    roles: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: identifier },
      additionalProperties: roleSchema,
      default: {},
      description: 'Roles, by name, for the access of folders'
    },
    checkEveryHours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 26,
      description: 'Older than this the last look without drift is a finding'
    }
  }
} as const

export interface JenkinsOrder {
  folders: Record<string, { description?: string, access?: string[] }>
  jobs: Record<string, OrderedJob>
  nodes: Record<string, string[]>
  credentials: string[]
  roles: Record<string, { permissions: string[], users: string[], groups: string[] }>
  checkEveryHours: number
}

export interface OrderedJob {
  repository: string
  description?: string
  branch?: string
  script: string
  credentials?: string
  parameters: string[]
}
