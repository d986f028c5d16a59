import { join } from 'node:path'
import t from 'tap'
import { digestsOfFile, sha256OfFile } from './streamed-digest.js'

t.test('small and large files have the digests that they have in one piece', async t => {
  const folder = t.testdir({ small: 'abc', large: Buffer.alloc(2_500_000, 'abc') })
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  t.equal(await sha256OfFile(join(folder, 'small')), sha256)
  t.same(await digestsOfFile(join(folder, 'small')), {
    sha256,
    md5: '900150983cd24fb0d6963f7d28e17f72',
    size: 3
  })
  const large = await digestsOfFile(join(folder, 'large'))
  t.equal(large.size, 2_500_000)
  t.equal(await sha256OfFile(join(folder, 'large')), large.sha256)
})

t.test('signals are heard between small files', async t => {
  const file = join(t.testdir({ small: 'abc' }), 'small')
  for (const read of [sha256OfFile, digestsOfFile]) {
    let isHeard = false
    setImmediate(() => {
      isHeard = true
    })
    await read(file)
    t.ok(isHeard)
  }
})
