import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatLayoutLock, parseLayoutLock } from '../assets/atlas/layout-lock-file.js'
import type { LayoutLock } from '../assets/atlas/pack/layout-lock.js'
import { mergeLocks } from '../assets/atlas/pack/merge-locks.js'
import { PacklineError, hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { defineCommand } from './command.js'

/** A merge driver of git (gitattributes(5)): `%O %A %B %P`; the result goes where our side was. */
export const command = defineCommand({
  name: 'atlas merge-lock',
  describe: 'command.atlasMergeLock',
  positionals: ['BASE', 'OURS', 'THEIRS', '[PATH]'],
  options: {},
  run: async (context, _options, [base = '', ours = '', theirs = '', path = ours]) => {
    const target = resolve(context.cwd, ours)
    const read = async (file: string): Promise<LayoutLock | undefined> =>
      parseLayoutLock(path, await readLayout(resolve(context.cwd, file)))
    const [before, mine, yours] = [await read(base), await read(ours), await read(theirs)]
    const [first, second] = [mine ?? yours, yours ?? mine]
    if (first === undefined || second === undefined) return 0
    const merged = mergeLocks(before, first, second)
    if (merged === undefined) throw new PacklineError('ATLAS_LAYOUT_SETTINGS', { file: path })
    await writeFileAtomic(target, formatLayoutLock(merged))
    return 0
  }
})

async function readLayout (file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    throw new PacklineError('ATLAS_LAYOUT_MISSING', { file }, { cause: error })
  }
}
