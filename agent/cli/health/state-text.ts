import type { CheckState } from '../../health/check.js'
import { message } from '../../messages/message.js'
import { painted, type Meaning } from '../colours.js'
import type { CommandContext } from '../command.js'

export const stateMeanings: Record<CheckState, Meaning> = { ok: 'good', warn: 'doubtful', fail: 'bad' }

/** How a check stands, in its colour. */
export function stateText (context: CommandContext, state: CheckState): string {
  return painted(context, 'stdout', stateMeanings[state], message(context.locale, `state.${state}`))
}
