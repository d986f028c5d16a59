import type { Plan } from './table-model.js'

/** Says nothing. */
export const noPlan = {
  op: 'none',
  child: '',
  names: [],
  fallback: null,
  member: 'int',
  choices: null,
  table: null,
  run: null
} satisfies Plan

/** The same plan in the one shape of all plans: spread ones have many, which slows their interpreter. */
export function shaped ({ op, child, names, fallback, member, choices, table, run }: Plan): Plan {
  return { op, child, names, fallback, member, choices, table, run } as Plan
}
