import type { FromSchema } from 'json-schema-to-ts'
import { identifier, secretFile } from './schema-fields.js'

const path = { type: 'string', minLength: 1, maxLength: 4096 } as const
const kept = { type: 'integer', minimum: 0, maximum: 10_000, description: 'How many' } as const

const itemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'path'],
  description: 'A service',
  properties: {
    kind: {
      enum: ['svn', 'git', 'gitlab', 'jenkins', 'ldap', 'dns', 'dhcp', 'redis', 'mongodb'],
      description: 'What it is: how to copy it while it runs, and what proves a copy'
    },
    path: {
      ...path,
      description:
        'svn: the repository; git: a bare repository or a folder of them; gitlab: the folder of its ' +
        'configuration; jenkins: its home; ldap: the folder slapd.d; dns: named.conf; dhcp: the ' +
        'configuration of Kea; redis: the socket, or HOST:PORT; mongodb: HOST:PORT, or mongodb://USER@HOST:PORT/?replicaSet=NAME'
    },
    passwordFile: { ...secretFile, description: 'File with the password of redis or mongodb' },
    leases: { ...path, description: 'dhcp: the file of leases, where the configuration names none' },
    backupEveryHours: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 26,
      description: 'Older than this the last good backup is a finding'
    },
    drillEveryDays: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10_000,
      default: 8,
      description: 'Older than this the last good drill is a finding'
    },
    keep: {
      type: 'object',
      additionalProperties: false,
      default: { daily: 7, weekly: 5, monthly: 12 },
      description: 'How many backups are kept by day, week and month; the last one always is',
      properties: { daily: kept, weekly: kept, monthly: kept }
    }
  }
} as const

export const backupSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['repository', 'passwordFile', 'items'],
  description: 'Backups of services on this machine, kept by restic; left out, there are none',
  properties: {
    repository: {
      ...path,
      pattern: '^[^-\\s][^\\s]*$',
      description: "restic's repository: a folder, sftp:USER@HOST:/PATH or s3:https://HOST/BUCKET"
    },
    passwordFile: { ...secretFile, description: 'File with the key of the repository' },
    credentialsFile: {
      ...secretFile,
      description: 'File with lines NAME=VALUE for restic, such as AWS_ACCESS_KEY_ID=…'
    },
    scratch: { ...path, description: 'Folder for dumps and drills; default: in the home of packline' },
    items: {
      type: 'object',
      maxProperties: 256,
      minProperties: 1,
      propertyNames: { pattern: identifier },
      additionalProperties: itemSchema,
      description: 'What is backed up, by name'
    }
  }
} as const

type Generated = FromSchema<typeof itemSchema>

export interface BackupItem extends Pick<Generated, 'kind' | 'path' | 'passwordFile' | 'leases'> {
  backupEveryHours: number
  drillEveryDays: number
  keep: { daily?: number, weekly?: number, monthly?: number }
}

export interface BackupConfig {
  repository: string
  passwordFile: string
  credentialsFile?: string
  scratch?: string
  items: Record<string, BackupItem>
}
