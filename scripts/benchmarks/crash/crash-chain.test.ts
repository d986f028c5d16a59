// Takes 13 s.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runCrashChain, type ChainResult } from './crash-chain.js'

const standIn = join(import.meta.dirname, 'fixtures', 'stand-in.mjs')

async function chain (quality: string, runs: number): Promise<ChainResult> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-crash-'))
  try {
    return await runCrashChain({
      launcher: [process.execPath, standIn, quality],
      folder: join(folder, 'chain'),
      seed: 3,
      runs
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

t.test('a build that replaces whole trees passes', async t => {
  const { counts, failures } = await chain('whole', 3)

  t.same(failures, [])
  t.equal(counts.runs, 3)
  t.ok(counts.kills > 0, 'some builds were killed')
  t.ok(counts.looks > 20, 'their trees were looked at')
})

t.test('half a tree, a left-over and a file taken away are each found', async t => {
  const found = async (quality: string, runs: number): Promise<string> =>
    (await chain(quality, runs)).failures.map(({ what }) => what).join('\n')

  t.match(await found('torn', 4), /neither what was there before nor what comes after/)
  t.match(await found('stale', 2), /should not be there/)
  t.match(await found('careless', 1), /did not write is gone/)
})
