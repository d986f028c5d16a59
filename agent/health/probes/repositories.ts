import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'
import { phrase, type Wording, shortened, allReasons, about } from '../../messages/phrase.js'

/** How a repository that this agent watches stands. */
export interface RepositoryStanding {
  repository: string
  url: string
  /** Why it cannot be read now. */
  problem: { code: string, message: Wording } | null
  /** Branches whose names are not safe to hand on. */
  refused: readonly string[]
  lanes: ReadonlyArray<{ branch: string, unread: { message: Wording } | null }>
}

/** Repositories that cannot be read: nobody else would tell before somebody misses a build. */
export function repositoryProbe (read: () => Promise<readonly RepositoryStanding[]>): Probe {
  return {
    id: 'repositories',
    everyMs: 0,
    deadlineMs: 10_000,
    whenBroken: 'warn',
    measure: async () => (await read()).map(readingOf)
  }
}

function readingOf ({ repository, url, problem, refused, lanes }: RepositoryStanding): Reading {
  const unread = lanes.filter(lane => lane.unread !== null)
  const trouble = problem === null
    ? allReasons(unread.map(lane => about(lane.branch, lane.unread?.message ?? '')))
    : problem.message
  return {
    kind: 'repository',
    name: repository,
    subject: withoutPassword(url),
    value: problem !== null
      ? phrase('repository.unreadable')
      : unread.length > 0
      ? phrase('repository.range')
      : refused.length > 0
      // A branch with an odd name is its owner's affair and no fault of the machine.
      ? phrase('repository.without', { branches: refused.slice(0, 5).join(', ') })
      : phrase('repository.watched'),
    ...trouble !== '' && { state: 'warn', problem: shortened(trouble, 300) }
  }
}

function withoutPassword (url: string): string {
  return url.replace(/:\/\/[^/\s@]+@/, '://…@')
}
