import type { FastifyPluginAsync } from 'fastify'
import { documentsFail } from './route-errors.js'
import type { RepositoryStatus } from '../trigger/repository-status.js'

const commit = { type: ['string', 'null'] } as const
const detail = { type: ['object', 'null'], additionalProperties: true } as const

const laneSchema = {
  type: 'object',
  description: 'What one pipeline does for one branch; times are milliseconds since 1970',
  additionalProperties: true,
  required: ['branch', 'pipeline', 'head', 'lastGood', 'waiting', 'run', 'culprit', 'history'],
  properties: {
    branch: { type: 'string' },
    pipeline: { type: 'string' },
    head: { type: 'string', description: 'The newest commit that was looked through' },
    lastGood: { ...commit, description: 'Everything up to here is in a run that succeeded' },
    waiting: { ...detail, description: 'Commits that are in no run yet: since, last, files' },
    run: {
      ...detail,
      description: 'The run that is under way: its id, stage, head, commits, files and build'
    },
    unread: { ...detail, description: 'A range that cannot be read, until a batch succeeds' },
    culprit: { ...commit, description: 'The commit that broke the branch' },
    history: {
      type: 'array',
      description: 'The last runs, the newest first',
      items: { type: 'object', additionalProperties: true }
    }
  }
} as const

const statusSchema = {
  type: 'object',
  required: ['watching', 'repositories'],
  properties: {
    watching: {
      type: 'boolean',
      description: 'Whether this agent watches them now; another process may, or none is configured'
    },
    repositories: {
      type: 'array',
      items: {
        type: 'object',
        required: ['repository', 'url', 'problem', 'refused', 'lanes'],
        properties: {
          repository: { type: 'string' },
          url: { type: 'string' },
          problem: { ...detail, description: 'Why it cannot be read: code, message, since' },
          refused: {
            type: 'array',
            items: { type: 'string' },
            description: 'Branches whose names are not safe to hand on'
          },
          lanes: { type: 'array', items: laneSchema }
        }
      }
    }
  }
} as const

export interface TriggerStanding {
  watching: boolean
  repositories: RepositoryStatus[]
}

/** GET /v1/trigger: what "packline trigger status --json" shows. */
export function triggerRoutes (standing: () => Promise<TriggerStanding>): FastifyPluginAsync {
  return async app => {
    app.get('/v1/trigger', {
      config: { role: 'read', errors: documentsFail },
      schema: {
        summary: 'The watched repositories: what waits, runs and went before on each branch',
        tags: ['trigger'],
        response: { 200: statusSchema }
      }
    }, async () => await standing())
  }
}
