import { constants } from 'node:os'
import { join } from 'node:path'
import { successorOf } from '../installation/update-under-way.js'
import { startProgram } from '../processes/process-group.js'
import type { CommandContext } from './command.js'
import { tell } from './terminal.js'

/**
 * A command that an update overtook before the agent took its work begins anew, as one of the version that is
 * in use now: left to itself it would work beside the agent, and past its limits. Returns the exit status;
 * undefined where no other version is in use, and in a process that is not this command's own.
 */
export async function beginAnew (
  argv: readonly string[],
  context: CommandContext,
  environment: CommandContext['environment']
): Promise<number | undefined> {
  const successor = successorOf(join(import.meta.dirname, '../..'))
  if (successor === undefined || context.stdout !== process.stdout || context.signal.aborted) return undefined
  tell(context, 'jobs.overtaken', { version: successor.version })
  const program = await startProgram(successor.command, argv, {
    cwd: context.cwd,
    // What belonged to this command's own request belongs to its successor's.
    env: { ...environment, ...context.environment },
    stdio: ['inherit', 'inherit', 'inherit']
  })
  const forget = context.onSignal?.(signal => {
    program.signal(signal)
  }, { decides: true })
  const { code, signal } = await program.exited
  forget?.()
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL']
}
