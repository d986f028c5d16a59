const rowSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['device', 'grade', 'since', 'reasons'],
  properties: {
    device: { type: 'string' },
    grade: { enum: ['good', 'degraded', 'poor'] },
    since: { type: 'string' },
    reasons: { type: 'array', items: { type: 'object', additionalProperties: true } }
  }
} as const
const warningSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['code', 'message'],
  properties: { code: { type: 'string' }, message: { type: 'string' } }
} as const
export const farmSchema = {
  type: 'object',
  required: ['machines', 'warnings'],
  properties: {
    machines: { type: 'array', items: rowSchema },
    licenceStore: {
      type: 'object',
      nullable: true,
      description: 'Where the seats of licences are recorded; null without licences',
      properties: { kind: { enum: ['zookeeper', 'machine'] }, at: { type: 'string' } }
    },
    blindSince: {
      type: 'string',
      nullable: true,
      description: 'Since when nothing of the other machines is heard: they are shown as they were then'
    },
    warnings: {
      type: 'array',
      items: warningSchema,
      description: 'What is wrong with the names and addresses of the farm'
    }
  }
} as const
export const deviceParams = {
  type: 'object',
  required: ['device'],
  properties: { device: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$' } }
} as const
const why = {
  type: 'string',
  minLength: 1,
  pattern: '\\S',
  maxLength: 200,
  description: 'Why, for everybody to see'
} as const
export const drainBody = {
  type: 'object',
  additionalProperties: false,
  required: ['why'],
  properties: {
    why,
    deadlineMs: {
      type: 'integer',
      minimum: 0,
      maximum: 604_800_000,
      default: 3_600_000,
      description: 'How long running jobs may go on'
    },
    force: { type: 'boolean', default: false, description: 'Also when a label or licence has nobody left' }
  }
} as const
export const removeBody = {
  type: 'object',
  additionalProperties: false,
  required: ['why'],
  properties: { why }
} as const
const isoTime = {
  type: 'string',
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z$'
} as const
export const orderBody = {
  type: 'object',
  additionalProperties: false,
  required: ['by', 'why', 'at', 'deadlineAt'],
  properties: {
    by: { type: 'string', maxLength: 200 },
    why: { type: 'string', maxLength: 200 },
    at: isoTime,
    deadlineAt: isoTime
  }
} as const
/** What a change answers. */
export const changeSchema = {
  type: 'object',
  properties: { device: { type: 'string' }, draining: { type: 'boolean' } }
} as const
