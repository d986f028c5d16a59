import { jenkinsOrderSchema } from './jenkins-order-schema.js'
import { httpUrl, secretFile } from './schema-fields.js'

export const jenkinsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  description: 'The Jenkins controller whose nodes this farm is',
  properties: {
    url: { ...httpUrl, description: 'Address of the controller' },
    user: { type: 'string', minLength: 1, maxLength: 256, description: 'User of the API token' },
    tokenFile: { ...secretFile, description: 'File that holds the API token' },
    node: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      description: "Name of this machine's node in Jenkins, when it is not the device's"
    },
    manageNodes: {
      type: 'boolean',
      default: false,
      description: 'Take the nodes of poor machines offline in Jenkins, and bring them back'
    },
    language: {
      enum: ['en', 'zh-CN'],
      default: 'en',
      description: 'The language of the reasons that its nodes are offline for'
    },
    poorChecks: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 3,
      description: 'So many looks in a row a machine must be poor before its node goes offline'
    },
    goodChecks: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 5,
      description: 'So many looks in a row it must not be poor before its node comes back'
    },
    order: jenkinsOrderSchema,
    maxOfflineShare: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.25,
      description: 'Share of the nodes that may be offline by packline at once; one always may'
    }
  }
} as const
