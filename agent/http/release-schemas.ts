const project = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Short name of the game'
} as const
const unlessUnknown = (type: string) => ({ description: `A ${type}; anything else is unknown` }) as const
const text = unlessUnknown('string')

const projectQuery = { type: 'object', required: ['project'], properties: { project } } as const

const resolveBody = {
  type: 'object',
  required: ['project', 'context'],
  properties: {
    project,
    // docs/resolve.md: any context has an answer, or a client with a defect would be left without servers.
    context: {
      description: 'What the client is; nothing else can decide, and what is unknown matches no rule',
      properties: {
        appId: text,
        platform: text,
        channel: text,
        version: text,
        build: unlessUnknown('number'),
        deviceId: text,
        userId: text
      }
    },
    at: {
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$',
      description: 'The moment to ask for (UTC); now when left out'
    }
  }
} as const

const targetName = { type: 'string', nullable: true } as const

const resolveAnswer = {
  type: 'object',
  required: ['target', 'environment', 'servers', 'hotUpdate', 'reason'],
  properties: {
    target: targetName,
    environment: targetName,
    servers: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    hotUpdate: {
      type: 'object',
      nullable: true,
      required: ['version', 'url'],
      properties: {
        version: { type: 'string' },
        url: { type: 'string', nullable: true },
        ended: { type: 'boolean' }
      }
    },
    reason: {
      type: 'object',
      required: ['code'],
      properties: {
        code: { enum: ['matched', 'rollout', 'no-target'] },
        bucket: { type: 'integer', nullable: true },
        share: { type: 'integer' }
      }
    }
  }
} as const

const anything = { type: 'object', additionalProperties: true } as const

const targetsAnswer = {
  type: 'object',
  required: ['project', 'revision', 'targets'],
  properties: { project, revision: { type: 'integer' }, targets: { type: 'array', items: anything } }
} as const

const releasesAnswer = {
  type: 'object',
  required: ['project', 'releases'],
  properties: { project, releases: { type: 'array', items: anything } }
} as const

export const resolveSchema = {
  summary: 'Which target, servers and hot update a client gets',
  tags: ['releases'],
  body: resolveBody,
  response: { 200: resolveAnswer }
} as const
export const targetsSchema = {
  summary: 'The targets of a project and what they hold',
  tags: ['releases'],
  querystring: projectQuery,
  response: { 200: targetsAnswer }
} as const
export const releasesSchema = {
  summary: 'Every version and build of a project',
  tags: ['releases'],
  querystring: projectQuery,
  response: { 200: releasesAnswer }
} as const
