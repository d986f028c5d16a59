import type { FromSchema } from 'json-schema-to-ts'
import { relativePath } from './relative-path.js'
import { identifier, jobParameters, secretFile } from './schema-fields.js'

const pipelineSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'What pushes to this repository start',
  properties: {
    job: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '^[^/\\s-][^\\n\\\\]*$',
      description: 'The Jenkins job to start, as folder/job; without it the assets are built here'
    },
    project: {
      ...relativePath,
      default: '.',
      description: 'Folder in the repository that holds packline.json'
    },
    requirePrefix: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'Start only for commits whose message begins with this text'
    },
    quietSeconds: {
      type: 'number',
      minimum: 0,
      maximum: 3600,
      default: 5,
      description: 'Start when no commit came for this long'
    },
    maxWaitSeconds: {
      type: 'number',
      minimum: 0,
      maximum: 86_400,
      default: 120,
      description: 'Start after this long at the latest, even when commits keep coming'
    },
    maxFiles: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: 5000,
      description:
        'Start at once when this many files wait; a batch that holds more commits than that takes is cut'
    },
    parameters: { ...jobParameters, description: 'More parameters for the Jenkins job' }
  }
} as const

const repositorySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  description: 'A repository whose pushes start runs',
  properties: {
    kind: { enum: ['git', 'svn'], default: 'git', description: 'git, or Subversion' },
    url: {
      type: 'string',
      maxLength: 2048,
      pattern: '^(https?|ssh|git|file|svn|svn\\+ssh)://[^\\s-][^\\s]*$|' +
        '^[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s-][^\\s]*$',
      description: 'Where it is cloned from; for Subversion the folder above the branches'
    },
    user: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^\\s:-][^\\s:]*$',
      description: "User of the token; the forge's usual one when left out"
    },
    tokenFile: {
      ...secretFile,
      description: 'File with the token for reading over HTTP(S), and for setting statuses'
    },
    forge: {
      enum: ['gitlab', 'github', 'gitea', 'git', 'svn', 'none'],
      default: 'none',
      description: 'Whose hooks and statuses to speak; gitea is Forgejo too, git a server without a forge'
    },
    project: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      pattern: '^[^\\s/?#][^\\s?#]*$',
      description: "The forge's name of it, group/name; by default the path of the address"
    },
    apiUrl: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https?://[^\\s@?#]+$',
      description: "Address of the forge's API; by default made from the address"
    },
    secretFile: {
      ...secretFile,
      description: 'File with the secret of the hook; without it hooks are refused'
    },
    branches: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      items: relativePath,
      default: ['main', 'master'],
      description: 'Globs of the branches to watch; for Subversion folders below the address'
    },
    pollSeconds: {
      type: 'number',
      minimum: 1,
      maximum: 86_400,
      default: 60,
      description: 'How often to look without being called by a hook'
    },
    pipelines: {
      type: 'object',
      minProperties: 1,
      maxProperties: 16,
      propertyNames: { pattern: identifier },
      additionalProperties: pipelineSchema,
      default: { assets: {} },
      description: 'What to start, by name'
    }
  }
} as const

/** The part of the agent's configuration that says which repositories start runs. */
export const repositoriesSchema = {
  type: 'object',
  maxProperties: 1000,
  propertyNames: { pattern: identifier },
  additionalProperties: repositorySchema,
  default: {},
  description: 'Repositories whose pushes start runs, by name'
} as const

type Generated = FromSchema<typeof repositorySchema>

export interface PipelineConfig {
  job?: string
  project: string
  requirePrefix?: string
  quietSeconds: number
  maxWaitSeconds: number
  maxFiles: number
  parameters: Record<string, string>
}

export interface RepositoryConfig
  extends Pick<Generated, 'user' | 'tokenFile' | 'apiUrl' | 'secretFile' | 'project' | 'url'> {
  kind: 'git' | 'svn'
  forge: 'gitlab' | 'github' | 'gitea' | 'git' | 'svn' | 'none'
  branches: string[]
  pollSeconds: number
  pipelines: Record<string, PipelineConfig>
}

export type RepositoriesConfig = Record<string, RepositoryConfig>
