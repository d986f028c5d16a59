import type { FromSchema } from 'json-schema-to-ts'
import { secretFile } from './schema-fields.js'

export const zookeeperSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['servers'],
  description: 'The ZooKeeper ensemble that coordinates the farm; without it this machine works alone',
  properties: {
    servers: {
      type: 'string',
      maxLength: 2048,
      pattern: '^[A-Za-z0-9._-]+(:\\d{1,5})?(,[A-Za-z0-9._-]+(:\\d{1,5})?)*$',
      description:
        'Names or IPv4 addresses with ports, separated by commas; IPv6 literals are not possible, use a name'
    },
    chroot: {
      type: 'string',
      maxLength: 256,
      pattern: '^(/[A-Za-z0-9._-]+)+$',
      default: '/packline',
      description: 'Path under which everything of this farm is kept'
    },
    sessionTimeoutMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 300_000,
      default: 15_000,
      description: 'After this time without contact a machine counts as gone'
    },
    auth: {
      type: 'string',
      maxLength: 4096,
      pattern: '^digest:[^:\\s]+:(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$',
      description: 'digest:USER:file:PATH or digest:USER:env:NAME; the password is read from there'
    },
    tls: {
      type: 'object',
      additionalProperties: false,
      description: 'Speak TLS with the ensemble; the files are PEM',
      properties: {
        ca: { ...secretFile, description: 'File with the certificate authorities to trust' },
        cert: { ...secretFile, description: "File with this machine's certificate" },
        key: { ...secretFile, description: "File with this machine's private key" }
      }
    }
  }
} as const

export type ZooKeeperConfig = FromSchema<typeof zookeeperSchema>
