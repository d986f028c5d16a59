import type { PackageState } from './package-state.js'
import type { RowPlan } from './row-plan.js'
import type { Work, WorkRates } from './work-rates.js'

/** What each row will take; what rows share is counted with the first of them. */
export class RowEstimates {
  readonly #rates: WorkRates
  readonly #state: PackageState
  readonly #isKept: (baseKey: string) => boolean
  readonly #firsts = new Map<string, string>()

  constructor (rates: WorkRates, state: PackageState, isKept: (baseKey: string) => boolean) {
    this.#rates = rates
    this.#state = state
    this.#isKept = isKept
  }

  of (plan: RowPlan): number {
    const { way, row, baseline, stamp, baseKey } = plan
    if (way === 'reuse') return 0
    const bytes = baseline?.size ?? 0
    const before = this.#state.rows[row.id]
    if (way === 'build' && before?.way === way) return before.durationMs
    const work = workOf(plan)
    const ms = (each: Work): number => this.#rates.estimate(each, bytes)
    const hardenMs = this.hardens(plan) ? ms('harden') : 0
    if (work !== 'sign') return Math.round(hardenMs + ms(work))
    const signs = this.#isFirst(baseKey, row.id) && !this.#isKept(baseKey)
    return Math.round(hardenMs + (signs ? ms('sign') : 0) + ms(stamp === undefined ? 'copy' : 'stamp'))
  }

  /** Whether a tool will have to harden the package for this row. */
  hardens ({ way, row, hardening, baseKey }: RowPlan): boolean {
    return hardening !== undefined && way !== 'reuse' && !this.#isKept(baseKey) &&
      !this.#isKept(hardening.key) && this.#isFirst(hardening.key, row.id)
  }

  #isFirst (key: string, id: string): boolean {
    const first = this.#firsts.get(key) ?? id
    this.#firsts.set(key, first)
    return first === id
  }
}

export function workOf ({ way, row, baseline }: Pick<RowPlan, 'way' | 'row' | 'baseline'>): Work {
  if (way === 'repack' && row.signing !== undefined && baseline?.definition.type === 'apk') return 'sign'
  return way === 'reuse' ? 'copy' : way
}
