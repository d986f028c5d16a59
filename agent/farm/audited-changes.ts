import { recordAudit, type AuditEntry } from './audit.js'
import type { Farm } from './farm.js'
import type { DrainOrder } from './farm-machine.js'
import type { FarmRegistry } from './farm-registry.js'

export interface ChangeOptions {
  farm: Farm
  home: string
  now: () => number
}

/** The person, for people, and the caller that the agent knows. */
type Changer = Pick<AuditEntry, 'by' | 'from'>

export interface DrainRequest {
  why: string
  /** How long running jobs may go on. */
  deadlineMs: number
  /** Also when a label or licence has nobody left. */
  force: boolean
}

const answerMs = 10_000

export async function drainMachine (
  { farm, home, now }: ChangeOptions,
  device: string,
  { by, from }: Changer,
  { why, deadlineMs, force }: DrainRequest
): Promise<void> {
  const at = new Date(now()).toISOString()
  const order = { by, why, at, deadlineAt: new Date(now() + deadlineMs).toISOString() }
  await farm.drain(device, order, { isForced: force, signal: AbortSignal.timeout(answerMs) })
  await recordAudit(home, { at, action: 'drain', by, from, device, details: { why, deadlineMs, force } })
}

export async function resumeMachine (
  { farm, home, now }: ChangeOptions,
  device: string,
  { by, from }: Changer
): Promise<void> {
  await farm.resume(device, AbortSignal.timeout(answerMs))
  const at = new Date(now()).toISOString()
  await recordAudit(home, { at, action: 'resume', by, from, device, details: {} })
}

export async function removeMachine (
  { farm, home, now }: ChangeOptions,
  device: string,
  { by, from }: Changer,
  why: string
): Promise<void> {
  await farm.remove(device, AbortSignal.timeout(answerMs))
  const at = new Date(now()).toISOString()
  await recordAudit(home, { at, action: 'remove', by, from, device, details: { why } })
}

/** Takes what was decided elsewhere about this machine: an order, or that there is none. */
export async function takeOrder (
  { farm, home, now, registry }: ChangeOptions & { registry: FarmRegistry },
  order: DrainOrder | undefined,
  from: string
): Promise<void> {
  const { device } = farm.record
  await registry.setOrder(device, order)
  const { by, details } = order === undefined
    ? { by: from, details: {} }
    : { by: order.by, details: { why: order.why, decidedAt: order.at } }
  await recordAudit(home, {
    at: new Date(now()).toISOString(),
    action: order === undefined ? 'resume' : 'drain',
    by,
    from,
    device,
    details
  })
}
