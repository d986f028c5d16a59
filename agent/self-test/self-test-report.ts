import { arch, platform, release } from 'node:os'
import type { CheckState } from '../health/check.js'
import type { MachineFacts } from '../health/machine-facts.js'
import type { Locale } from '../messages/message.js'
import { PacklineError } from '../errors.js'
import { packlineVersion } from '../version.js'
import {
  describeStep,
  stepStates,
  stepTitle,
  worstFirst,
  type StepResult,
  type StepState
} from './self-test-step.js'

/** A finding of `packline doctor`. */
export interface ReportedFinding {
  id: string
  state: CheckState
  value: string
  hint?: string
}

/** What an administrator sends back: English, and without what is nobody's business. */
export interface SelfTestReport {
  selfTest: 1
  packline: string
  at: string
  durationMs: number
  worst: StepState
  machine: Record<string, string | number | boolean | null>
  steps: Array<{
    id: string
    title: string
    state: StepState
    durationMs: number
    text: string
    code?: string
    hint?: string
  }>
  findings: ReportedFinding[]
}

interface SelfTestOutcome {
  startedAt: Date
  durationMs: number
  /** As the configuration names it; null for a machine without a name. */
  device: string | null
  facts: MachineFacts | null
  steps: readonly StepResult[]
  findings: readonly ReportedFinding[]
}

export function selfTestReport (
  { startedAt, durationMs, device, facts, steps, findings }: SelfTestOutcome
): SelfTestReport {
  const shown = worstFirst(steps)
  return {
    selfTest: 1,
    packline: packlineVersion,
    at: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    worst: worstOf(shown, findings),
    machine: {
      device,
      node: process.version,
      platform: platform(),
      kernel: release(),
      arch: arch(),
      ...facts && {
        model: facts.model,
        cpu: facts.cpu,
        cores: facts.cores,
        memoryBytes: facts.memoryBytes,
        os: facts.os,
        isVirtual: facts.isVirtual
      }
    },
    steps: shown.map(step => reportedStep('en', step)),
    findings: worstFirst(findings).map(({ id, state, value, hint }) => ({
      id,
      state,
      value,
      ...hint !== undefined && { hint }
    }))
  }
}

export function reportedStep (locale: Locale, step: StepResult): SelfTestReport['steps'][number] {
  const { id, state, durationMs, seen } = step
  const code = seen instanceof PacklineError ? { code: seen.code } : {}
  return { id, title: stepTitle(locale, id), state, durationMs, ...code, ...describeStep(locale, step) }
}

export function worstOf (
  steps: ReadonlyArray<{ state: StepState }>,
  findings: ReadonlyArray<{ state: CheckState }>
): StepState {
  const states = new Set<StepState>([...steps, ...findings].map(({ state }) => state))
  // What was not measured is no fault.
  return stepStates.find(state => state !== 'notMeasured' && states.has(state)) ?? 'ok'
}

export function isSelfTestReport (text: string): boolean {
  try {
    const report: unknown = JSON.parse(text)
    return typeof report === 'object' && report !== null && 'selfTest' in report
  } catch {
    return false
  }
}
