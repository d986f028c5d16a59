import { namePattern } from './name-patterns.js'
import { secretFile } from './schema-fields.js'

export const registryHost = '^[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?$'

/** How this machine builds container images. */
export const imageBuilderSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Container images that this machine builds with buildah; left out, it is not watched for that',
  properties: {
    storage: {
      type: 'string',
      minLength: 1,
      maxLength: 4096,
      description: 'Folder for layers and base images. Default: images in the home of packline'
    },
    driver: {
      enum: ['overlay', 'vfs'],
      description:
        'How layers are stored: vfs works everywhere and takes more space. Default: that of buildah'
    },
    isolation: {
      enum: ['chroot', 'rootless', 'oci'],
      default: 'chroot',
      description: 'How RUN is kept apart; chroot works inside of containers too'
    },
    registries: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: registryHost },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['credentialsFile'],
        description: 'A registry',
        properties: {
          credentialsFile: { ...secretFile, description: 'File with one line USER:PASSWORD' }
        }
      },
      default: {},
      description: 'Who packline is at registries, by HOST:PORT'
    },
    secrets: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: namePattern },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['secretFile'],
        description: 'A secret',
        properties: { secretFile: { ...secretFile, description: 'The file that RUN gets to read' } }
      },
      default: {},
      description: 'Secrets that Containerfiles may mount, by name'
    }
  }
} as const

export interface ImageBuilderConfig {
  storage?: string
  driver?: 'overlay' | 'vfs'
  isolation: 'chroot' | 'rootless' | 'oci'
  registries: Record<string, { credentialsFile: string }>
  secrets: Record<string, { secretFile: string }>
}

export const usualImageBuilder: ImageBuilderConfig = { isolation: 'chroot', registries: {}, secrets: {} }
