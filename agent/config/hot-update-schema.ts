import { type Selection, whenSchema } from './edit-schema.js'
import { relativePath } from './relative-path.js'

export const hotUpdateSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'content'],
  description: 'Hot updates: manifests per target, and folders of content that never change',
  properties: {
    url: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https?://[^\\s@?#]+/$',
      description: 'Address under which packages.hotUpdate.output is served, with a slash at its end'
    },
    output: {
      ...relativePath,
      default: 'build/hotupdate',
      description: 'Folder that receives everything; it keeps all earlier versions'
    },
    content: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      description: 'What players download',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from'],
        description: 'A folder',
        properties: {
          when: whenSchema,
          from: { ...relativePath, description: 'Folder of the project' },
          to: {
            type: 'string',
            maxLength: 512,
            default: '',
            pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))([^\\\\]*/)?$',
            description: 'Path of the folder for the player, empty or with a slash at its end'
          },
          unpackZips: {
            type: 'boolean',
            default: true,
            description:
              'Clients unpack zips where they lie and remove them. False where the game reads them itself'
          }
        }
      }
    },
    engineVersion: {
      type: 'string',
      maxLength: 64,
      default: '',
      description: 'engineVersion of the manifests'
    },
    searchPaths: {
      type: 'array',
      maxItems: 64,
      items: { type: 'string', maxLength: 512 },
      default: [],
      description: 'searchPaths of the manifests'
    },
    deltas: {
      type: 'integer',
      minimum: 0,
      maximum: 50,
      default: 0,
      description: 'For so many earlier versions, binary differences are offered beside the whole files'
    }
  }
} as const

export interface HotUpdate {
  url: string
  output: string
  content: Array<{ when: Selection, from: string, to: string, unpackZips: boolean }>
  engineVersion: string
  searchPaths: string[]
  deltas: number
}
