import { httpUrl, secretFile } from './schema-fields.js'

export const telemetrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['endpoint'],
  description: 'Sends spans of steps and jobs by OpenTelemetry; left out, nothing is sent',
  properties: {
    endpoint: {
      ...httpUrl,
      description: 'Address of a receiver of OTLP over HTTP, without /v1/traces, as http://127.0.0.1:4318'
    },
    tokenFile: { ...secretFile, description: 'File that holds a bearer token for it' }
  }
} as const

export interface TelemetryConfig {
  endpoint: string
  tokenFile?: string
}
