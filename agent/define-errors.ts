import type { Text } from './messages/define-texts.js'

/**
 * Whose fault an error is, and so who can mend it. `machine`: a disk, tool, service or the network of this
 * machine or farm; `content`: what the project's files, art and packages hold; `caller`: usage,
 * configuration, the request. Only a machine's fault is worth another try elsewhere.
 */
export type FaultKind = 'machine' | 'content' | 'caller'

interface Outcome {
  exitStatus: number
  httpStatus: number
  retryable: boolean
}

export interface ErrorDefinition extends Readonly<Outcome> {
  readonly kind: FaultKind
  /** One sentence; its `{placeholders}` are filled from the error's details. */
  readonly text: Text
  /** What to do next. */
  readonly hint: Text
}

/** The work itself failed: bad art, a tool that reports an error. */
export const workFailed: Outcome = { exitStatus: 1, httpStatus: 422, retryable: false }
/** The work failed for what this machine lacks: another one may do it. */
export const machineFailed: Outcome = { ...workFailed, retryable: true }
/** Wrong usage or configuration. */
export const wrongUsage: Outcome = { exitStatus: 2, httpStatus: 400, retryable: false }
/** A tool, licence or service that is needed is missing, or was not granted in time. */
export const neededThing: Outcome = { exitStatus: 3, httpStatus: 503, retryable: true }
/** Somebody else was there first: read again and decide again. */
export const conflict: Outcome = { exitStatus: 1, httpStatus: 409, retryable: true }
/** What is there stands against it, here and on every machine: the same request would be refused again. */
export const refused: Outcome = { ...conflict, retryable: false }
export const interrupted: Outcome = { exitStatus: 130, httpStatus: 499, retryable: true }

type Joined<Parts extends readonly string[]> = Parts extends
  readonly [infer First extends string, ...infer Rest extends string[]] ? `${First}${Joined<Rest>}`
  : ''

/** A long text. Unlike `+` it leaves the compiler the letters, and so the names of the placeholders. */
export function joined<const Parts extends string[]> (...parts: Parts): Joined<Parts> {
  return parts.join('') as Joined<Parts>
}

/** The errors of a domain by their codes: all that there is to say about each. */
export function defineErrors<const Table extends Record<string, ErrorDefinition>> (table: Table): Table {
  return table
}
