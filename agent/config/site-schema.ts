import { namePattern } from './name-patterns.js'

const oneLine = { type: 'string', maxLength: 2048, pattern: '^[^\\x00-\\x1f\\x7f]*$' } as const
const contactText = { ...oneLine, minLength: 1, maxLength: 200 } as const
const variableName = '^[A-Za-z_][A-Za-z0-9_]{0,127}$'
/** What it says goes into unit files and compose files as it is: nothing in it may mean something there. */
const machinePath = {
  type: 'string',
  maxLength: 1024,
  pattern: '^(/(?!\\.\\.?(/|$))[A-Za-z0-9._+@-]+)+$'
} as const
const port = { type: 'integer', minimum: 1, maximum: 65_535 } as const

export const smokeSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'What a running service answers; left out, that it takes connections is enough',
  properties: {
    path: {
      type: 'string',
      maxLength: 1024,
      pattern: '^/[^\\s]*$',
      description: 'Asked over HTTP at the first address; left out, the check is one over TCP'
    },
    status: {
      type: 'integer',
      minimum: 100,
      maximum: 599,
      default: 200,
      description: 'Status of the HTTP answer'
    },
    send: { type: 'string', minLength: 1, maxLength: 1024, description: 'Sent first, over TCP' },
    contains: { type: 'string', minLength: 1, maxLength: 1024, description: 'Text that the answer holds' }
  }
} as const

const siteServiceSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'How a service runs on the machine: from an image, or as a program',
  properties: {
    image: {
      type: 'string',
      maxLength: 512,
      pattern: '^[a-z0-9][A-Za-z0-9._:/@-]*$',
      description: 'Image of the container, best by digest: REGISTRY/NAME@sha256:…'
    },
    program: { ...machinePath, description: 'Program on the machine, for a unit of systemd' },
    arguments: {
      type: 'array',
      maxItems: 128,
      items: oneLine,
      default: [],
      description: 'Arguments of the image or program; no secrets'
    },
    ports: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      uniqueItems: true,
      items: port,
      description: 'Ports that it listens on; default: those of its addresses'
    },
    after: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: namePattern },
      default: [],
      description: 'Services of this site that start before it'
    },
    settings: {
      type: 'object',
      maxProperties: 128,
      propertyNames: { pattern: variableName },
      additionalProperties: { ...oneLine, description: 'The value of the variable' },
      default: {},
      description: 'Variables of its environment; no secrets'
    },
    secrets: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: variableName },
      additionalProperties: { ...machinePath, description: 'The file on the machine' },
      default: {},
      description: 'Files with secrets, by name; NAME_FILE tells the service where its copy is'
    },
    check: smokeSchema
  }
} as const

const siteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['environment', 'machine', 'services'],
  description: 'All services of an environment on one machine',
  properties: {
    environment: { type: 'string', pattern: namePattern, description: 'Whose services these are' },
    machine: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$',
      description: 'Name of the machine, as it is reached'
    },
    user: {
      type: 'string',
      pattern: namePattern,
      description: 'User on the machine that programs run as'
    },
    contacts: {
      type: 'array',
      maxItems: 32,
      default: [],
      description: 'Whom the operators of the site call',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'reach'],
        description: 'A person or a group',
        properties: {
          name: { ...contactText, description: 'Who' },
          reach: { ...contactText, description: 'How they are reached, and when' }
        }
      }
    },
    services: {
      type: 'object',
      minProperties: 1,
      maxProperties: 64,
      propertyNames: { pattern: namePattern },
      additionalProperties: siteServiceSchema,
      description: 'Every service of the environment that is its own, by name'
    }
  }
} as const

export const sitesSchema = {
  type: 'object',
  maxProperties: 256,
  propertyNames: { pattern: namePattern },
  additionalProperties: siteSchema,
  default: {},
  description: 'Sites, by name: all services of an environment on one machine, as for a review'
} as const

export interface SmokeCheck {
  path?: string
  status: number
  send?: string
  contains?: string
}

export interface SiteService {
  image?: string
  program?: string
  arguments: string[]
  ports?: number[]
  after: string[]
  settings: Record<string, string>
  secrets: Record<string, string>
  check?: SmokeCheck
}

export interface Site {
  environment: string
  machine: string
  user?: string
  contacts: Array<{ name: string, reach: string }>
  services: Record<string, SiteService>
}

export type Sites = Record<string, Site>
