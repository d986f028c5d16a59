import { constants, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { copyQuickly } from './copy-quickly.js'

t.test('small and large files are copied, and nothing that is there is written over', async t => {
  const folder = t.testdir({})
  for (const size of [0, 10, 1_000_000]) {
    const [from, to] = ['from', 'to'].map(name => join(folder, `${name}${size}`)) as [string, string]
    const bytes = Buffer.alloc(size, 'content')
    writeFileSync(from, bytes)
    await copyQuickly(from, to, size, constants.COPYFILE_EXCL)
    t.ok(readFileSync(to).equals(bytes), String(size))
    await t.rejects(copyQuickly(from, to, size, constants.COPYFILE_EXCL), { code: 'EEXIST' }, String(size))
  }
})
