import type { ErrorCode } from '../error-catalogue.js'
import { namePattern } from '../config/name-patterns.js'
import { identifier } from '../config/schema-fields.js'
import { publishErrors } from '../release/publish/publish-errors.js'
import { idSchema } from './job-schemas.js'
import { documentsFail, keysOf } from './route-errors.js'
import { project } from './release-schemas.js'

export const projectPath = '/v1/projects/:project'
export const projectTags = ['projects']

export const readingFails: readonly ErrorCode[] = ['RELEASE_RECORD_DAMAGED', 'RELEASE_BUSY', ...documentsFail]
export const changingFails: readonly ErrorCode[] = [
  ...readingFails,
  'RELEASE_CHANGED',
  'CONFIG_INVALID',
  // Every change is checked with what the targets hold.
  'HOT_UPDATE_PIN_NOT_SERVED'
]
/** Of changes that players see, and that publishers make. */
export const deliveringFails: readonly ErrorCode[] = [
  ...changingFails,
  ...keysOf(publishErrors),
  'RELEASE_UNKNOWN',
  'RELEASE_TARGET_UNKNOWN',
  'RELEASE_NOT_AT_TARGET',
  'RELEASE_STATE_NOT_ALLOWED',
  'RELEASE_SUBMITTED_TWICE',
  'RELEASE_FLIP_REFUSED',
  'RELEASE_FLIP_LOST',
  'RELEASE_NEEDS_APPROVALS',
  'RELEASE_NO_HOT_UPDATE',
  'RELEASE_NOT_DELIVERED',
  'HOT_UPDATE_LINE_TAKEN',
  'HOT_UPDATE_LINE_UNKNOWN',
  'HOT_UPDATE_LINE_ENDED'
]

const names = {
  project,
  target: { type: 'string', pattern: namePattern, description: 'Id of a target' },
  environment: { type: 'string', pattern: namePattern, description: 'Name of an environment' },
  parameter: { type: 'string', pattern: namePattern, description: 'Name of a parameter' },
  release: {
    type: 'string',
    pattern: '^[0-9][0-9.]{0,63}(-[0-9]{1,9})?$',
    description: 'VERSION-BUILD, or VERSION for its last build'
  },
  other: {
    type: 'string',
    pattern: '^[0-9][0-9.]{0,63}(-[0-9]{1,9})?$',
    description: 'The release to compare with'
  },
  native: { type: 'string', pattern: '^[0-9][0-9.]{0,63}$', description: 'A native version' },
  digest: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'sha256 of a package' },
  receiver: { type: 'string', pattern: identifier, description: 'A receiver of notices' },
  link: { type: 'string', pattern: '^[A-Za-z0-9_-]{16}$', description: 'An install link' }
} as const

/** What a path names besides the project. */
export function pathSchema (...others: Array<Exclude<keyof typeof names, 'project'>>) {
  const required = ['project', ...others] as const
  return {
    type: 'object',
    required,
    properties: Object.fromEntries(required.map(name => [name, names[name]]))
  } as const
}

/** An order of a project: a job. */
export const orderParams = {
  type: 'object',
  required: ['project', 'id'],
  properties: { project, id: idSchema.properties.id }
} as const

export const why = {
  type: 'string',
  minLength: 1,
  pattern: '\\S',
  maxLength: 500,
  description: 'Why, for everybody to see'
} as const
export const force = {
  type: 'boolean',
  default: false,
  description: 'Also where players would lose the target'
} as const
export const dryRun = {
  type: 'boolean',
  default: false,
  description: 'Tells what would be done, and does nothing'
} as const

/** In a header a tab is no mistake; in the key of a job it would be. */
export const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\x00-\\x1f\\x7f]*$'
} as const

/** `If-Match` guards against overwriting; `Idempotency-Key` makes a request that comes again be done once. */
export const changeHeaders = {
  type: 'object',
  properties: {
    'if-match': {
      type: 'string',
      pattern: '^(\\*|"[0-9]{1,15}")$',
      description: 'The ETag that was seen: refused (412) when what is changed was changed since then'
    },
    'idempotency-key': idempotencyKey
  }
} as const

const anything = { type: 'object', additionalProperties: true } as const
export const entrySchema = {
  type: 'object',
  required: ['revision'],
  properties: {
    revision: {
      ...anything,
      nullable: true,
      description: 'The entry of the history; null when nothing had to be changed'
    }
  }
} as const
export const outcomeSchema = {
  ...anything,
  required: ['before', 'after', 'revision'],
  properties: { before: anything, after: anything, revision: { type: 'integer', nullable: true } }
} as const

/** `{ project, revision, [name]: [...] }`. */
export function listSchema (name: string) {
  return {
    type: 'object',
    required: ['project', 'revision', name],
    properties: { project, revision: { type: 'integer' }, [name]: { type: 'array', items: anything } }
  } as const
}

export const documentSchema = anything

export const projectsSchema = {
  type: 'object',
  required: ['projects'],
  properties: {
    projects: {
      type: 'array',
      items: {
        type: 'object',
        required: ['project', 'last'],
        properties: { project, last: { ...anything, nullable: true, description: 'The last change' } }
      }
    }
  }
} as const

const whole = { type: 'integer', minimum: 0, maximum: 1e15 } as const
export const historyQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    before: { ...whole, description: 'Only older revisions; the newest when left out' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 }
  }
} as const
export const flipQuery = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  properties: { from: names.target, to: names.target }
} as const
export const parametersQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { target: names.target }
} as const
