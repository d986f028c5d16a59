import { relativePath } from './relative-path.js'
import { identifier } from './schema-fields.js'
import { smokeSchema } from './site-schema.js'
import type { SmokeCheck } from './site-schema.js'

/** What Kubernetes takes as the name of an object: RFC 1123. */
export const objectName = '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$'
/** A quantity of Kubernetes, as 500m or 1.5Gi. */
export const quantity = '^\\d+(\\.\\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$'

const checkSchema = {
  ...smokeSchema,
  description: 'What the service answers once it runs; left out, that its pods are ready is enough',
  properties: {
    ...smokeSchema.properties,
    path: {
      ...smokeSchema.properties.path,
      description: 'Asked over HTTP; left out, the check is one over TCP and needs an address'
    },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      description: 'Port of the service that is asked through the cluster; default: its first one'
    },
    address: {
      type: 'string',
      maxLength: 512,
      pattern: '^[^\\s@]+$',
      description:
        'HOST:PORT or URL that is asked from here instead, with {namespace} for that of the environment'
    }
  }
} as const

const serviceSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'What differs from the base in staging',
  properties: {
    image: {
      type: 'string',
      maxLength: 512,
      pattern: '^[a-z0-9][A-Za-z0-9._:/@-]*$',
      description: 'Image of the container, best by digest: REGISTRY/NAME@sha256:…; default: that of the base'
    },
    container: {
      type: 'string',
      pattern: objectName,
      description: 'Which container that is; default: the one named as the service, or the only one'
    },
    replicas: { type: 'integer', minimum: 0, maximum: 100, description: 'How many pods' },
    limits: {
      type: 'object',
      additionalProperties: false,
      description: 'Most that the container may use',
      properties: {
        cpu: { type: 'string', pattern: quantity, description: 'Cores, as 500m or 2' },
        memory: { type: 'string', pattern: quantity, description: 'Memory, as 512Mi' }
      }
    },
    check: checkSchema
  }
} as const

/** What Helm takes as the name of a release, and Kubernetes as that of any object. */
export const releaseName = '^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$'

const chartSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['chart'],
  description: 'A chart, rendered by Helm as a release of that name',
  properties: {
    chart: { ...relativePath, description: 'Folder of the chart, or its archive' },
    valueFiles: {
      type: 'array',
      maxItems: 32,
      items: { ...relativePath, description: 'A file with values' },
      default: [],
      description: "Files with values; a later one replaces what an earlier one says, and all the chart's own"
    },
    values: {
      type: 'object',
      default: {},
      description:
        'Values that replace those of the files. In texts {namespace} is that of the environment, ' +
        '{image}, {repository}, {tag} and {digest} are the image of the service of the same name'
    }
  }
} as const

/** The staging environments of a project. resources/schema/packline.schema.json has it too. */
export const stagingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['cluster'],
  description: 'Staging environments on Kubernetes: one namespace for each branch',
  properties: {
    cluster: {
      type: 'string',
      pattern: identifier,
      description: "Name of the cluster in the agent's configuration"
    },
    base: { ...relativePath, description: 'Folder with the kustomization that environments are made of' },
    charts: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: releaseName },
      additionalProperties: chartSchema,
      default: {},
      description: 'Charts of Helm that environments are made of, besides the base or without one'
    },
    hours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 24,
      description: 'How long an environment lives where nothing else is said'
    },
    services: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: objectName },
      additionalProperties: serviceSchema,
      default: {},
      description:
        'Deployments and stateful sets of the base and the charts, by name, such as ucenter, cmdb and notice'
    },
    hosts: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: objectName },
      additionalProperties: {
        type: 'string',
        maxLength: 200,
        pattern: '^[a-z0-9.{}-]*\\{namespace\\}[a-z0-9.{}-]*$',
        description: 'The host name, with {namespace} in it'
      },
      default: {},
      description: 'Host name of the first rule of an ingress, by its name: each environment has its own'
    },
    secrets: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: objectName },
      default: [],
      description: "Secrets that the environment gets; their contents are files of the agent's machine"
    }
  }
} as const

export interface StagingCheck extends SmokeCheck {
  port?: number
  address?: string
}

export interface StagingService {
  image?: string
  container?: string
  replicas?: number
  limits?: { cpu?: string, memory?: string }
  check?: StagingCheck
}

export interface StagingChart {
  chart: string
  valueFiles: string[]
  values: Record<string, unknown>
}

export interface Staging {
  cluster: string
  /** There is a base, a chart, or both. */
  base?: string
  charts: Record<string, StagingChart>
  hours: number
  services: Record<string, StagingService>
  hosts: Record<string, string>
  secrets: string[]
}
