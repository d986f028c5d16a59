import { namePattern } from './name-patterns.js'
import { relativePath } from './relative-path.js'

/** As a Containerfile names it: NAME, NAME:TAG, HOST:PORT/PATH:TAG. No option, no transport, no file. */
export const imageName = [
  '^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?',
  '(/[A-Za-z0-9][A-Za-z0-9._-]*)*',
  '(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?$'
]
  .join('')
export const imageRepository = '^[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*)+$'
export const imageDigest = '^sha256:[0-9a-f]{64}$'
export const tagTemplate = '^([A-Za-z0-9_]|\\{[a-z]+\\})([A-Za-z0-9._-]|\\{[a-z]+\\}){0,127}$'
export const labelName = '^[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?$'
const oneLine = { type: 'string', maxLength: 2048, pattern: '^[^\\x00-\\x1f\\x7f]*$' } as const

const containerImageSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['repository'],
  description: 'A container image',
  properties: {
    context: {
      ...relativePath,
      default: '.',
      description: 'Folder of the project that the Containerfile copies from; .containerignore holds there'
    },
    containerfile: {
      ...relativePath,
      description: 'Default: Containerfile or Dockerfile of the context'
    },
    bases: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { type: 'string', maxLength: 512, pattern: imageName },
      additionalProperties: { type: 'string', pattern: imageDigest, description: 'Its digest' },
      default: {},
      description:
        'Digests of the images that the Containerfile names, by their names there; "packline image pin" ' +
        'writes them'
    },
    arguments: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$' },
      additionalProperties: {
        type: ['string', 'null'],
        maxLength: 4096,
        description: 'Its value; null where each build must give one'
      },
      default: {},
      description: 'Build arguments that the Containerfile takes; no secrets'
    },
    secrets: {
      type: 'array',
      maxItems: 32,
      uniqueItems: true,
      items: { type: 'string', pattern: namePattern },
      default: [],
      description:
        'Secrets for RUN --mount=type=secret,id=NAME; the configuration of the machine says where they are'
    },
    repository: {
      type: 'string',
      maxLength: 255,
      pattern: imageRepository,
      description: 'Where it is pushed to: HOST:PORT/PATH'
    },
    tags: {
      type: 'array',
      minItems: 1,
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', maxLength: 128, pattern: tagTemplate },
      default: ['{version}-{build}'],
      description: 'Tags, of {version}, {build} and {commit}; one with {build} is never given to other bytes'
    },
    keep: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 20,
      description: 'So many of the newest stay in the registry; those of releases always do'
    },
    labels: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: labelName },
      additionalProperties: { ...oneLine, description: 'The value of the label' },
      default: {},
      description: 'Labels besides those of commit, version, time and source; no secrets'
    },
    service: {
      type: 'string',
      pattern: namePattern,
      description: 'The service of the environments that it is'
    },
    nodeLabels: {
      type: 'array',
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
      default: [],
      description: 'Labels of the machines whose agents take jobs that build it'
    },
    rebuildDays: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      description: 'After this many days it is built anew although nothing changed'
    }
  }
} as const

export const imagesSchema = {
  type: 'object',
  maxProperties: 256,
  propertyNames: { pattern: namePattern },
  additionalProperties: containerImageSchema,
  default: {},
  description: 'Container images, by name'
} as const

export interface ContainerImage {
  context: string
  containerfile?: string
  bases: Record<string, string>
  arguments: Record<string, string | null>
  secrets: string[]
  repository: string
  tags: string[]
  keep: number
  labels: Record<string, string>
  service?: string
  nodeLabels: string[]
  rebuildDays?: number
}
