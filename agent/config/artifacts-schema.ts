import { secret } from './package-fields.js'

export const artifactsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['store'],
  description:
    'Where the packages of releases are kept, so that one can be published when its workspace is gone',
  properties: {
    store: {
      type: 'string',
      minLength: 1,
      maxLength: 2048,
      pattern: '^[^\\s@]+$',
      description:
        'A folder, relative to the project, an address that takes PUT, or s3://BUCKET/PREFIX?region=R or oss://…'
    },
    token: { ...secret, description: 'file:PATH or env:NAME with the token of that server' }
  }
} as const

export interface Artifacts {
  store: string
  token?: string
}
