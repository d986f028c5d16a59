import { type Selection, whenSchema } from './edit-schema.js'
import { entryPath } from './package-fields.js'
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
    embedded: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      description:
        'Packages that hold their project.manifest; of several that take a row the last one counts',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path'],
        description: 'An entry of the package, ROOT + PATH',
        properties: {
          when: whenSchema,
          root: {
            type: 'string',
            maxLength: 512,
            default: '',
            pattern: '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f]+/)*$',
            description:
              'Folder of the package that the game reads its files below, such as assets/ of an APK and ' +
              '{app}/ of an IPA; empty or with a slash at its end'
          },
          path: {
            ...entryPath,
            pattern: '^((?!\\.\\.?/)[^/\\\\\\x00-\\x1f{}]+/)*(?!\\.\\.?$)[^/\\\\\\x00-\\x1f{}]+$',
            description: 'Path below it, such as project.manifest'
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
  embedded?: EmbeddedManifest[]
  engineVersion: string
  searchPaths: string[]
  deltas: number
}

export interface EmbeddedManifest {
  when: Selection
  root: string
  path: string
}
