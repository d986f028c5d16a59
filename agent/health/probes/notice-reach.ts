import type { NoticesConfig } from '../../config/notices-schema.js'
import { phrase, type Wording, shortened } from '../../messages/phrase.js'
import type { Probe } from '../probe.js'

/** Robots that refuse: teams that hear nothing take it for good news. */
export function noticeProbe (
  receivers: NoticesConfig['receivers'],
  problems: () => ReadonlyMap<string, Wording>
): Probe {
  return {
    id: 'notices',
    everyMs: 0,
    deadlineMs: 1000,
    whenBroken: 'warn',
    measure: async () => {
      const found = problems()
      return receivers.map(({ name, service }) => {
        const problem = found.get(name)
        return {
          kind: 'notice' as const,
          name,
          subject: service,
          value: phrase(problem === undefined ? 'notice.delivered' : 'notice.notDelivered'),
          ...problem !== undefined && { state: 'warn' as const, problem: shortened(problem, 300) }
        }
      })
    }
  }
}
