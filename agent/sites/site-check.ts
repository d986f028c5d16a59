import { hostname } from 'node:os'
import { wordedLater } from '../messages/message.js'
import { listeningPorts } from './listening-ports.js'
import type { SiteFinding } from './site-collisions.js'
import type { SitePlan } from './site-plan.js'
import { connectionProblem, smokeProblem } from './smoke-check.js'

/**
 * What a site's machine and services say: every service answers as expected, and so do the databases that
 * they share.
 */
export async function runningFindings (plan: SitePlan, signal: AbortSignal): Promise<SiteFinding[]> {
  const databases = [...new Set(plan.services.flatMap(({ databases }) => databases))]
  const listeners = isMachineOf(plan) ? await listeningPorts() : undefined
  const answers = await Promise.all(plan.services.map(async service => {
    const { name, addresses: [address = ''], ports } = service
    const problem = await smokeProblem(service, signal)
    const idle = listeners === undefined ? [] : ports.filter(port => !listeners.has(port))
    return [
      ...problem === undefined ? [] : [{
        ...findingOf(plan, 'answer', address, name),
        problem: wordedLater('site.noAnswer', { address, reason: problem })
      }],
      ...idle.map(port => ({
        ...findingOf(plan, 'listening', String(port), name),
        problem: wordedLater('site.idle', { port })
      }))
    ]
  }))
  const reached = await Promise.all(databases.map(async database => {
    const problem = await connectionProblem(database, signal)
    return problem === undefined ? [] : [{
      ...findingOf(plan, 'database', database),
      problem: wordedLater('site.noDatabase', { database, reason: problem })
    }]
  }))
  return [...answers.flat(), ...reached.flat()]
}

/** Before its first start: what listens already on ports that the site will want. Only on its machine. */
export async function takenPorts (plan: SitePlan): Promise<SiteFinding[]> {
  if (!isMachineOf(plan)) return []
  const listeners = await listeningPorts()
  return plan.services.flatMap(({ name, ports }) =>
    ports.flatMap(port => {
      const listener = listeners.get(port)
      return listener === undefined ? [] : [{
        ...findingOf(plan, 'listening', String(port), name),
        problem: wordedLater('site.taken', {
          port,
          process: listener.process ?? wordedLater('site.somebody')
        })
      }]
    })
  )
}

/** Whether this machine is the site's: by its name, with or without the domain. */
export function isMachineOf ({ machine }: Pick<SitePlan, 'machine'>): boolean {
  const [site, here] = [machine.toLowerCase(), hostname().toLowerCase()]
  return site === here || site.split('.')[0] === here || site === here.split('.')[0] || site === 'localhost'
}

function findingOf (
  { project, site }: SitePlan,
  kind: SiteFinding['kind'],
  subject: string,
  service?: string
): Omit<SiteFinding, 'problem'> {
  return { kind, project, site, ...service !== undefined && { service }, subject }
}
