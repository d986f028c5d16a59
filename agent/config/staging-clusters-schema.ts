import { identifier, secretFile } from './schema-fields.js'
import { objectName, quantity } from './staging-schema.js'

const clusterSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kubeconfig', 'context', 'projects'],
  description: 'A cluster of Kubernetes, and what may be made there',
  properties: {
    kubeconfig: { ...secretFile, description: 'File with the way to the cluster, as kubectl reads it' },
    context: {
      type: 'string',
      maxLength: 253,
      pattern: '^[^-\\s][^\\s]*$',
      description: 'Which context of that file'
    },
    prefix: {
      type: 'string',
      pattern: '^[a-z][a-z0-9]{0,14}$',
      default: 'staging',
      description: 'What the names of all namespaces begin with'
    },
    projects: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', pattern: '^(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$' },
      description: 'Projects that may have environments there, * for all'
    },
    people: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 256 },
      default: [],
      description: 'Who may make, extend and remove them; none: whoever may run packline here'
    },
    longestHours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 168,
      description: 'How far from now the end of an environment may be'
    },
    most: { type: 'integer', minimum: 1, maximum: 1000, default: 20, description: 'Environments at once' },
    podSecurity: {
      enum: ['privileged', 'baseline', 'restricted'],
      default: 'baseline',
      description: 'Pod security standard that the cluster enforces in their namespaces'
    },
    quota: {
      type: 'object',
      maxProperties: 32,
      propertyNames: { pattern: '^[a-z][a-z0-9./-]{0,127}$' },
      additionalProperties: { type: 'string', pattern: quantity, description: 'The most of it' },
      default: {},
      description: 'Quota of each namespace, as {"limits.cpu": "8", "pods": "20"}'
    },
    kinds: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]*(\\.[a-z0-9.-]+)?$' },
      default: [],
      description: 'More kinds of objects that a base may hold, as ServiceMonitor.monitoring.coreos.com'
    },
    secrets: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: objectName },
      default: {},
      description: 'Secrets that projects may name, by the name of the object',
      additionalProperties: {
        type: 'object',
        minProperties: 1,
        maxProperties: 64,
        propertyNames: { pattern: '^[A-Za-z0-9._-]{1,253}$' },
        additionalProperties: { ...secretFile, description: 'File with the content' },
        description: 'Files by key; .dockerconfigjson alone is the login of a registry'
      }
    },
    schemas: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      description: "Folder or URL with JSON schemas as kubeconform's -schema-location takes it; " +
        'left out, only the cluster checks'
    },
    sweepMinutes: {
      type: 'integer',
      minimum: 1,
      maximum: 1440,
      default: 10,
      description: 'How often the agent removes environments whose time is over'
    },
    checkEveryHours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 2,
      description: 'Older than this the last good sweep is a finding'
    }
  }
} as const

export const stagingClustersSchema = {
  type: 'object',
  maxProperties: 16,
  propertyNames: { pattern: identifier },
  additionalProperties: clusterSchema,
  default: {},
  description: 'Clusters for staging environments, by name; this agent removes what is over there'
} as const

export interface StagingCluster {
  kubeconfig: string
  context: string
  prefix: string
  projects: string[]
  people: string[]
  longestHours: number
  most: number
  podSecurity: 'privileged' | 'baseline' | 'restricted'
  quota: Record<string, string>
  kinds: string[]
  secrets: Record<string, Record<string, string>>
  schemas?: string
  sweepMinutes: number
  checkEveryHours: number
}

export type StagingClusters = Record<string, StagingCluster>
