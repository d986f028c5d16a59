import { existsSync } from 'node:fs'
import type { Platform } from '../config/package-platform-schema.js'
import { PacklineError } from '../errors.js'
import type { MadePackage } from './apk/make-apk.js'
import { runProjectCommand } from './external-command.js'
import type { CommandContext } from './external-command.js'
import type { RowPlan } from './row-plan.js'
import { digestOfTree, listTree } from './tree.js'

/**
 * Has the project's own command make a row: it gets the config document and the baseline, and writes the
 * package.
 */
export async function makeExec (
  { row, baseline }: RowPlan,
  exec: NonNullable<Platform['exec']>,
  target: string,
  config: string,
  context: CommandContext
): Promise<MadePackage> {
  await runProjectCommand(exec, row.id, {
    config,
    output: target,
    ...baseline !== undefined && { baseline: baseline.path }
  }, context)
  if (!existsSync(target)) {
    throw new PacklineError('PACKAGE_COMMAND_NO_OUTPUT', { what: row.id, file: exec.produces })
  }
  const size = listTree(target).reduce((sum, { status }) => sum + status.size, 0)
  return { size, sha256: await digestOfTree(target), signature: 'none' }
}
