import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { PacklineError } from '../errors.js'
import type { MadePackage } from './apk/make-apk.js'
import { runProjectCommand } from './external-command.js'
import type { CommandContext } from './external-command.js'
import { digestOfFile } from './file-digests.js'
import { listTree } from './tree.js'
import type { RowPlan } from './row-plan.js'

/** Has the project's own command make a row: it gets the config document and the baseline, and writes the package. */
export async function makeExec ({ row, baseline }: RowPlan, target: string, config: string, context: CommandContext): Promise<MadePackage> {
  await runProjectCommand(row.definition.exec!, row.id, { config, output: target, ...baseline !== undefined && { baseline: baseline.path } }, context)
  if (!existsSync(target)) throw new PacklineError('PACKAGE_COMMAND_NO_OUTPUT', { what: row.id, file: row.definition.exec!.produces })
  const files = listTree(target)
  const hash = createHash('sha256')
  let size = 0
  for (const { name, path, status } of files) {
    size += status.size
    if (name === '') return { size, sha256: await digestOfFile(path), signature: 'none' }
    hash.update(`${status.isSymbolicLink() ? 'link' : await digestOfFile(path)}  ${name}\n`)
  }
  return { size, sha256: hash.digest('hex'), signature: 'none' }
}
