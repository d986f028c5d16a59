import { formatTable } from './table.js'

/** A goal as a figure: `measured` must be on the right side of `limit`. */
export interface Goal {
  name: string
  /** Undefined when a row that it needs did not run. */
  measured: number | undefined
  limit: number
  kind: 'at most' | 'at least'
  unit?: string
}

export function isReached ({ measured, limit, kind }: Goal): boolean | undefined {
  if (measured === undefined) return undefined
  return kind === 'at most' ? measured <= limit : measured >= limit
}

export function goalTable (goals: Goal[]): string {
  const verdict = { true: 'reached', false: 'missed', undefined: 'not measured' }
  const rows = goals.map(goal => {
    const unit = goal.unit ?? ''
    const measured = goal.measured === undefined ? undefined : `${round(goal.measured)}${unit}`
    return [
      goal.name,
      `${goal.kind === 'at most' ? '≤' : '≥'} ${goal.limit}${unit}`,
      measured,
      verdict[`${isReached(goal)}`]
    ]
  })
  return `Goals\n\n${formatTable(['', 'goal', 'measured', ''], rows)}\n`
}

function round (value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3)
}
