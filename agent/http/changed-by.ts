import type { FastifyRequest } from 'fastify'
import { personHeader, personIn } from '../jobs/person-header.js'

/** Who ordered a change. */
export interface ChangedBy {
  /** For people: the person, as far as one was named, and the caller. */
  by: string
  /** The caller that this agent knows. */
  from: string
}

const longest = 200

/**
 * A token and `local` are names of one machine, so its device stands behind them. Which person sits there
 * only the caller can say: what was proved is always named too.
 */
export function changedBy (
  { caller, headers }: Pick<FastifyRequest, 'caller' | 'headers'>,
  device: string,
  name = caller.name
): ChangedBy {
  // Whoever signed in proved to be that person.
  if (caller.person !== undefined && name === caller.name) {
    return { by: name.slice(0, longest), from: `${name}@${device}`.slice(0, longest) }
  }
  const person = personIn(headers[personHeader])
  const proved = `${name}@${device}`
  const by = person === undefined || person === name ? proved : `${person} (${proved})`
  return { by: by.slice(0, longest), from: `${caller.name}@${device}`.slice(0, longest) }
}
