import type { Plan } from './table-model.js'

/** A plan with what `given` says; every plan has the same shape, which keeps their interpreter fast. */
export function planOf (given: Partial<Plan>): Plan {
  return {
    op: given.op ?? 'none',
    child: given.child ?? '',
    names: given.names ?? [],
    fallback: given.fallback ?? null,
    member: given.member ?? 'int',
    choices: given.choices ?? null,
    table: given.table ?? null,
    run: given.run ?? null
  }
}
