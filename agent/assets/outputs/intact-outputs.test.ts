import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { RememberedFiles } from '../../files/remembered-files.js'
import { checkOutputs } from './intact-outputs.js'
import { OutputsThread } from './outputs-thread.js'
import { PublishedTree, workFolderOf } from './published-tree.js'
import { stampAt } from './recover-published.js'

/** Long paths make a large record of few files. */
const deep = Array.from({ length: 15 }, () => 'long-name-'.repeat(20)).join('/')

/** An output folder with so many files, and the record of them. */
function published (t: Test, count: number) {
  const output = join(t.testdir({ res: {} }), 'res')
  mkdirSync(join(output, deep), { recursive: true })
  const files = Array.from({ length: count }, (_, index) => {
    const path = `${deep}/${index}`
    writeFileSync(join(output, path), 'x')
    return { path, rule: 'r', sha256: '1'.repeat(64), size: 1 }
  })
  mkdirSync(workFolderOf(output), { recursive: true })
  PublishedTree.of(files, ({ path }) => stampAt(join(output, path))).write(
    join(workFolderOf(output), 'published')
  )
  return { output, files }
}

async function verdictOf (output: string) {
  const look = checkOutputs(output)
  const verdict = await look.verdict()
  await look.close()
  await look.close()
  return verdict
}

for (
  const [what, count] of [['a small record', 3], ['a record that a second thread looks at', 700]] as const
) {
  t.test(`${what}: the verdict holds as long as the files are as they were`, async t => {
    const { output, files } = published(t, count)
    const verdict = await verdictOf(output)
    t.equal(verdict?.count, count)
    t.same(verdict?.files(), files)
    rmSync(join(output, files.at(-1)!.path))
    t.equal(await verdictOf(output), undefined)
  })
}

t.test('nothing is intact where nothing was published, or where the record is damaged', async t => {
  t.equal(await verdictOf(join(t.testdir({}), 'res')), undefined)
  for (const length of [10, 3_000_000]) {
    const { output } = published(t, 1)
    writeFileSync(join(workFolderOf(output), 'published'), 'x'.repeat(length))
    t.equal(await verdictOf(output), undefined)
  }
})

t.test('a thread that stays sees what was published since, and that it is no longer there', async t => {
  const memory = { files: new RememberedFiles(), outputs: new OutputsThread({ stays: true }) }
  const { output } = published(t, 700)
  const verdict = async () => {
    const look = checkOutputs(output, memory)
    const found = await look.verdict()
    await look.close()
    return found?.count
  }
  t.equal(await verdict(), 700)
  t.equal(await verdict(), 700)
  const more = { path: 'more', rule: 'r', sha256: '1'.repeat(64), md5: '2'.repeat(32), size: 1 }
  const record = join(workFolderOf(output), 'published')
  writeFileSync(join(output, 'more'), 'x')
  const files = [...PublishedTree.read(record)!.files(), more]
  PublishedTree.of(files, ({ path }) => stampAt(join(output, path))).write(record)
  t.equal(await verdict(), 701)
  rmSync(join(output, 'more'))
  t.equal(await verdict(), undefined)
})

t.test('a look that nobody waits for is ended', async t => {
  const { output } = published(t, 700)
  const look = checkOutputs(output)
  await look.close()
  t.equal(await look.verdict(), undefined)
})
