export const project = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Short name of the game'
} as const
const unlessUnknown = (type: string) => ({ description: `A ${type}; anything else is unknown` }) as const
const text = unlessUnknown('string')

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

export const resolveSchema = {
  summary: 'Which target, servers and hot update a client gets',
  tags: ['releases'],
  body: resolveBody,
  response: { 200: resolveAnswer }
} as const
