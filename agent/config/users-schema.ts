import type { FromSchema } from 'json-schema-to-ts'
import { secretFile } from './schema-fields.js'

const roleInProject = { enum: ['read', 'test', 'release', 'admin'], description: 'Role' } as const

const oidcSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['issuer', 'clientId', 'url'],
  description: 'Sign in at an identity provider that speaks OpenID Connect: Keycloak, GitLab, and others',
  properties: {
    issuer: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https://[^\\s@]+$|^http://(?:localhost|127\\.0\\.0\\.1)(?::\\d{1,5})?(?:/[^\\s@]*)?$',
      description: 'Address of the provider, below which .well-known/openid-configuration lies'
    },
    clientId: { type: 'string', minLength: 1, maxLength: 256, description: 'Name of this agent there' },
    clientSecretFile: {
      ...secretFile,
      description: 'file:PATH, env:NAME or a path: the secret of that client. Default: a public client'
    },
    url: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https?://[^\\s@/]+/?$',
      description:
        "Address by which browsers reach this agent; the provider's redirect URI is it and /login/oidc/callback"
    },
    title: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      default: 'OpenID Connect',
      description: 'Name of the provider on the page'
    },
    scopes: {
      type: 'string',
      maxLength: 512,
      pattern: '^openid(?: [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*$',
      default: 'openid email profile',
      description: 'What is asked for, beginning with openid'
    },
    nameClaim: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      default: 'email',
      description:
        'The claim that names a person here; nobody may be able to choose it. An email has to be ' +
        'verified there'
    },
    groupsClaim: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      default: 'groups',
      description: "The claim with a person's groups"
    },
    groups: {
      type: 'object',
      maxProperties: 1000,
      default: {},
      description: 'What members of a group may do: roles by project, "*" for every project',
      additionalProperties: {
        type: 'object',
        maxProperties: 1000,
        propertyNames: { pattern: '^(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$' },
        additionalProperties: roleInProject,
        description: 'Roles by project'
      }
    }
  }
} as const

export const usersSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'People who sign in on the pages of this agent',
  properties: {
    file: {
      ...secretFile,
      description: 'File with the users, made by "packline user add". Default: users.json in PACKLINE_HOME'
    },
    sessionHours: {
      type: 'integer',
      minimum: 1,
      maximum: 720,
      default: 12,
      description: 'Hours after which somebody has to sign in again'
    },
    oidc: oidcSchema
  }
} as const

type Generated = FromSchema<typeof usersSchema>
export type OidcConfig =
  & Required<Omit<NonNullable<Generated['oidc']>, 'clientSecretFile'>>
  & Pick<NonNullable<Generated['oidc']>, 'clientSecretFile'>
export type UsersConfig = Pick<Generated, 'file' | 'sessionHours'> & {
  sessionHours: number
  oidc?: OidcConfig
}
