import type { CheckKind } from '../config/check-kinds.js'
import { kindOf, type Check } from './check.js'
import { showValue } from './show-value.js'

/** Without these no job can end well; past other limits it is only slow. */
const needed: readonly CheckKind[] = ['disk', 'inodes', 'writable']

/** Why a machine is no place for a job; undefined when it is one. */
export function obstacleTo (checks: readonly Check[]): string | undefined {
  const bad = checks.filter(({ id, state }) => {
    const kind = kindOf(id)
    return state === 'fail' && kind !== undefined && needed.includes(kind)
  })
  return bad.length === 0 ? undefined : bad.map(check => `${check.id} (${showValue('en', check)})`).join(', ')
}
