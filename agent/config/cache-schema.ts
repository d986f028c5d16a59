import { secretFile } from './schema-fields.js'

const remoteCacheSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  description:
    'The cache that machines share: a server that exists, such as nginx, bazel-remote, BuildGrid or a bucket',
  properties: {
    url: {
      type: 'string',
      maxLength: 2048,
      pattern: '^(https?|grpcs?|s3|oss)://[^\\s@]+$',
      description:
        "http(s)://HOST/PATH for Bazel's layout (/ac/, /cas/), grpc(s)://HOST:PORT/INSTANCE for the Remote " +
        'Execution API, s3://BUCKET/PREFIX?region=R&endpoint=E, or oss://BUCKET/PREFIX?region=R'
    },
    user: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      description: 'Whose password the token file holds; without it, the file holds a bearer token'
    },
    tokenFile: { ...secretFile, description: 'File that holds the token or password' },
    caFile: { ...secretFile, description: 'File with the certificate authorities to trust, in PEM' },
    access: {
      enum: ['read-write', 'read'],
      default: 'read-write',
      description: 'Whether this machine also sends results; one that builds untrusted branches must not'
    }
  }
} as const

export const cacheSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Where results are kept besides the cache of this machine',
  properties: { remote: remoteCacheSchema }
} as const

export interface RemoteCacheConfig {
  url: string
  user?: string
  tokenFile?: string
  caFile?: string
  access: 'read-write' | 'read'
}

export interface CacheConfig {
  remote?: RemoteCacheConfig
}
