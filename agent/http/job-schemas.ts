import { jobStates } from '../jobs/job.js'

const id = {
  type: 'string',
  pattern: '^[0-9a-z]{21}$',
  description: 'Id of the job; a later one is greater'
} as const
const key = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^[^\\u0000-\\u001f]+$',
  description: 'Names what is to be done: a second request with it is the same job'
} as const
const kind = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  description: 'What is to be done; GET /v1/jobs/kinds lists them'
} as const
const workspace = { type: 'string', minLength: 1, maxLength: 4096 } as const
const time = { type: 'string', format: 'date-time' } as const

export const idSchema = { type: 'object', required: ['id'], properties: { id } } as const

export const jobRequestSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'workspace'],
  properties: {
    kind,
    workspace: {
      ...workspace,
      description: 'Absolute path of the folder that the job works in, below one of the agent\'s "workspaces"'
    },
    parameters: { type: 'object', default: {}, description: 'As the kind has them' },
    key
  }
} as const

export const jobSchema = {
  type: 'object',
  description: 'Work that the agent accepted',
  required: ['id', 'kind', 'workspace', 'parameters', 'caller', 'state', 'createdAt', 'attempt'],
  properties: {
    id,
    kind,
    workspace: { type: 'string' },
    parameters: { type: 'object', additionalProperties: true },
    key,
    caller: { type: 'string', description: 'Who handed it in' },
    state: { type: 'string', enum: jobStates },
    createdAt: time,
    attempt: { type: 'integer', description: 'How often it was started' },
    startedAt: time,
    endedAt: time,
    cancelRequestedAt: time,
    exitStatus: {
      type: 'integer',
      description:
        'As the command line has it: 0 done, 1 failed, 2 wrong usage, 3 something is missing, 130 interrupted'
    },
    error: {
      type: 'object',
      additionalProperties: true,
      description: 'The first error, as in an error answer'
    }
  }
} as const

export const jobListSchema = {
  type: 'object',
  required: ['jobs', 'counts'],
  properties: {
    jobs: { type: 'array', items: jobSchema },
    counts: {
      type: 'object',
      description: 'Jobs that are kept, by state',
      properties: Object.fromEntries(jobStates.map(state => [state, { type: 'integer' }]))
    }
  }
} as const

export const listQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: { type: 'string', enum: jobStates, description: 'Only jobs in this state' },
    kind: { ...kind, description: 'Only jobs of this kind' },
    key: { ...key, description: 'Only the job with this key' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50, description: 'At most so many' },
    before: { ...id, description: 'Only jobs older than this one: the last of the page before' }
  }
} as const

const openStates = ['queued', 'running'] as const

export const cancelManySchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    all: { const: true, description: 'Every job that waits or runs' },
    state: { type: 'string', enum: openStates, description: 'Only jobs in this state' },
    kind: { ...kind, description: 'Only jobs of this kind' },
    workspace: { ...workspace, description: 'Only jobs in this folder or below, by its real path' }
  }
} as const

export const cancelledSchema = {
  type: 'object',
  required: ['jobs'],
  properties: { jobs: { type: 'array', items: jobSchema, description: 'Those that end, the oldest first' } }
} as const

export const eventsQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    from: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description: 'Byte to begin at: as many as were received before'
    },
    follow: { type: 'boolean', default: true, description: 'Go on until the job ends' }
  }
} as const

export const kindsSchema = {
  type: 'object',
  required: ['kinds'],
  properties: {
    kinds: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          description: { type: 'string' },
          parameters: { type: 'object', additionalProperties: true }
        }
      }
    }
  }
} as const
