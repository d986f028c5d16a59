import type { Plan } from './table-model.js'

/** Says nothing. Every plan is made from it and so has its shape, which keeps their interpreter fast. */
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
