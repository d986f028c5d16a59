/** The warm workers of the agent. */
export const residentSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description:
    'Warm workers: processes that the agent keeps for projects that it builds, and that later builds are ' +
    'left to',
  properties: {
    projects: {
      type: 'integer',
      minimum: 0,
      maximum: 64,
      default: 2,
      description: 'How many projects have one, those that were built last; 0 for none'
    },
    memoryMb: {
      type: 'integer',
      minimum: 200,
      maximum: 100_000,
      default: 1000,
      description: 'A worker that takes more memory is replaced when its build has ended, in MB'
    },
    maxAgeHours: {
      type: 'number',
      minimum: 0.01,
      maximum: 8760,
      default: 24,
      description: 'How old a worker becomes before it is replaced'
    },
    watch: {
      type: 'boolean',
      default: true,
      description: 'Whether workers watch their projects and read what has changed before somebody builds'
    }
  }
} as const

export interface ResidentConfig {
  projects: number
  memoryMb: number
  maxAgeHours: number
  watch: boolean
}
