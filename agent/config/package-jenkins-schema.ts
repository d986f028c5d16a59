import { jobParameters } from './schema-fields.js'

/** The Jenkins job that makes a project's packages, where agents do not do it themselves. */
export const packageJenkinsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['job'],
  description:
    'Packages that are ordered on a page or over HTTP are made by this Jenkins job, on the controller of ' +
    "the agent's configuration",
  properties: {
    job: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '^[^/\\s-][^\\n\\\\]*$',
      description: 'The job, as folder/job; it has to declare the parameter PACKLINE_REQUEST'
    },
    parameters: { ...jobParameters, description: 'More parameters for the job' }
  }
} as const

export interface PackageJenkins {
  job: string
  parameters: Record<string, string>
}
