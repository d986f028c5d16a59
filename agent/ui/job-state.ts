import type { Say } from './page.js'

const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** The state in the reader's language; one that another version of the agent has stays as it is. */
export function jobState (say: Say, state: string): string {
  const known = jobStates.find(each => each === state)
  return known === undefined ? state : say(`jobState.${known}`)
}
