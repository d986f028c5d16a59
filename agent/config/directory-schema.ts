import { secretFile } from './schema-fields.js'

const path = { type: 'string', minLength: 1, maxLength: 4096 } as const
const distinguishedName = {
  type: 'string',
  maxLength: 1024,
  pattern: '^[A-Za-z][A-Za-z0-9-]*=\\S.*$'
} as const
/** Passwords are the directory's own. */
const attributeName = '^(?!(?:userPassword|objectClass)$)[A-Za-z][A-Za-z0-9-]{0,63}$'
const attribute = { type: 'string', pattern: attributeName } as const
const value = { type: 'string', minLength: 1, maxLength: 1024 } as const

const source = {
  type: 'object',
  additionalProperties: false,
  required: ['from'],
  description: 'Where people are read from, such as a CMDB',
  properties: {
    from: { ...path, description: 'A file, or an address https://… that answers with all people' },
    format: {
      enum: ['csv', 'json'],
      default: 'csv',
      description: 'csv: the first line names the columns; json: a list of objects'
    },
    rows: { type: 'string', maxLength: 256, description: 'json: where the list is, such as data.people' },
    tokenFile: { ...secretFile, description: 'File with the bearer token of the source' },
    caFile: { ...secretFile, description: 'File with the certificate authorities to trust, in PEM' },
    fewest: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: 1,
      description: 'With fewer people than this the source counts as broken, and nothing is changed'
    }
  }
} as const

const server = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'bindDn', 'passwordFile'],
  description: 'The LDAP server',
  properties: {
    url: {
      type: 'string',
      maxLength: 1024,
      pattern: '^ldaps?://[^\\s/@]+/?$',
      description: 'ldaps://HOST:PORT, or ldap://HOST:PORT with startTls'
    },
    startTls: {
      type: 'boolean',
      default: false,
      description: 'Goes over to TLS before anything is told to the server'
    },
    caFile: { ...secretFile, description: 'File with the certificate authorities to trust, in PEM' },
    bindDn: { ...distinguishedName, description: 'Who packline is there' },
    passwordFile: { ...secretFile, description: 'File with the password of bindDn' }
  }
} as const

const people = {
  type: 'object',
  additionalProperties: false,
  required: ['base', 'attributes'],
  description: 'What the entries of people are like',
  properties: {
    base: { ...distinguishedName, description: 'Their entries stand right below this one' },
    id: { ...attribute, default: 'uid', description: 'The attribute that names an entry; it is mapped too' },
    objectClasses: {
      type: 'array',
      minItems: 1,
      maxItems: 32,
      items: attribute,
      default: ['inetOrgPerson'],
      description: 'Classes of a new entry'
    },
    attributes: {
      type: 'object',
      minProperties: 1,
      maxProperties: 64,
      propertyNames: { pattern: attributeName },
      additionalProperties: { ...value, description: 'Text with {COLUMN} of the source in it' },
      description: 'What each attribute is made of; an attribute whose columns are empty is left out'
    },
    mark: {
      type: 'object',
      additionalProperties: false,
      required: ['attribute', 'value'],
      description: 'Only entries with this value are packline\'s. Default: all with the attribute "id"',
      properties: {
        attribute: { ...attribute, description: 'The attribute' },
        value: { ...value, description: 'The value' }
      }
    },
    disable: {
      type: 'object',
      additionalProperties: false,
      required: ['attribute', 'value'],
      description: 'Who is gone gets this value in place of being removed',
      properties: {
        attribute: { ...attribute, description: 'The attribute' },
        value: { ...value, description: 'The value' }
      }
    }
  }
} as const

const groups = {
  type: 'object',
  additionalProperties: false,
  required: ['base', 'column'],
  description:
    'Membership in groups (groupOfNames) that are there already; left out, groups stay as they are',
  properties: {
    base: { ...distinguishedName, description: 'The groups stand right below this entry, named by cn' },
    column: { ...value, description: 'The column with the names of groups' },
    separator: { ...value, default: ';', description: 'What stands between two names' }
  }
} as const

export const directorySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['source', 'server', 'people'],
  description: 'People who are brought from a source into a directory (LDAP); left out, there are none',
  properties: {
    source,
    server,
    people,
    groups,
    mostGonePercent: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      default: 10,
      description: 'When a larger share of the entries would go, nothing is changed'
    },
    everyHours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 26,
      description: 'Older than this the last good synchronisation is a finding'
    }
  }
} as const

interface Marked {
  attribute: string
  value: string
}

export interface PeopleMapping {
  base: string
  id: string
  objectClasses: string[]
  attributes: Record<string, string>
  mark?: Marked
  disable?: Marked
}

export interface DirectoryConfig {
  source: {
    from: string
    format: 'csv' | 'json'
    rows?: string
    tokenFile?: string
    caFile?: string
    fewest: number
  }
  server: { url: string, startTls: boolean, caFile?: string, bindDn: string, passwordFile: string }
  people: PeopleMapping
  groups?: { base: string, column: string, separator: string }
  mostGonePercent: number
  everyHours: number
}
