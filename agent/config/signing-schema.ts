import { secret } from './package-fields.js'
import { relativePath } from './relative-path.js'

export const signingSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Keys; files and passwords are named, never written here. APK: keystore, alias, password. IPA: p12 ' +
    'with password, or identity',
  properties: {
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
    keyPassword: { ...secret, description: 'The same for the key. Default: the password' },
    schemes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['v1', 'v2', 'v3'] },
      default: ['v1', 'v2', 'v3'],
      description: 'APK signature schemes'
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
    profile: {
      ...relativePath,
      description: 'Provisioning profile that is put in as embedded.mobileprovision'
    },
    entitlements: { ...relativePath, description: 'Entitlements file' }
  }
} as const

export interface Signing {
  keystore?: string
  alias?: string
  password?: string
  keyPassword?: string
  schemes: Array<'v1' | 'v2' | 'v3'>
  p12?: string
  identity?: string
  profile?: string
  entitlements?: string
}
