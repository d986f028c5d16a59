import { secret } from './package-fields.js'
import { relativePath } from './relative-path.js'

const keyProperties = {
  keystore: {
    ...secret,
    description: 'file:PATH of the keystore, or env:NAME of a variable that holds its path'
  },
  alias: {
    type: 'string',
    minLength: 1,
    maxLength: 256,
    pattern: '^[^-@]',
    description: 'Name of the key in the keystore'
  },
  password: {
    ...secret,
    description: 'file:PATH or env:NAME with the password of the keystore or the p12'
  },
  keyPassword: { ...secret, description: 'The same for the key. Default: the password' }
} as const

export const signingSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Keys; files and passwords are named, never written here. APK: keystore, alias, password. IPA: p12 ' +
    'with password, or identity',
  properties: {
    ...keyProperties,
    schemes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['v1', 'v2', 'v3', 'v4'] },
      default: ['v1', 'v2', 'v3'],
      description:
        'APK signature schemes; v4 is a file NAME.apk.idsig beside a package without a channel stamp'
    },
    lineage: {
      ...secret,
      description: 'file:PATH of the lineage of a key that was rotated, or env:NAME of a variable that ' +
        'holds its path: what "apksigner rotate" wrote'
    },
    rotatedFrom: {
      type: 'array',
      minItems: 1,
      maxItems: 16,
      description:
        'The keys of the lineage before this one, the oldest first: v1 and v2 are signed with them',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['keystore', 'alias', 'password'],
        description: 'An earlier key',
        properties: keyProperties
      }
    },
    replacedUploadKeys: {
      type: 'array',
      minItems: 1,
      maxItems: 16,
      items: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      description:
        'Of App Bundles: sha256 of the certificates of upload keys that Google Play was told to replace by ' +
        'this one, as "package show" tells them'
    },
    p12: {
      ...secret,
      description:
        'file:PATH of a p12 with certificate and key, or env:NAME of a variable that holds its path'
    },
    identity: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^-@]',
      description: 'Name of the certificate in the keychain, for codesign'
    },
    profiles: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: relativePath,
      description:
        'Globs of provisioning profiles: the application, its extensions, watch applications and ' +
        'clips get the one for their bundle id'
    },
    entitlements: {
      ...relativePath,
      description: 'Entitlements file of the application. Default: those of the signature that it had'
    }
  }
} as const

/** A key in a keystore; its file and passwords by reference. */
export interface StoredKey {
  keystore: string
  alias: string
  password: string
  keyPassword?: string
}

export interface Signing extends Partial<StoredKey> {
  schemes: Array<'v1' | 'v2' | 'v3' | 'v4'>
  lineage?: string
  rotatedFrom?: StoredKey[]
  replacedUploadKeys?: string[]
  p12?: string
  identity?: string
  profiles?: string[]
  entitlements?: string
}
