import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

t.test('what a test closes is closed before its folder is removed, in whatever order it asked', async t => {
  const seen: boolean[] = []
  let folder = ''
  await t.test('asks for its folder first', async t => {
    folder = t.testdir()
    t.teardown(() => seen.push(existsSync(folder)))
    t.teardown(async () => {
      await new Promise(resolve => setImmediate(resolve))
      seen.push(existsSync(folder))
    })
    t.pass('it is there')
  })
  t.strictSame(seen, [true, true])
  t.notOk(existsSync(folder))
})

t.test('a folder of the file itself outlives what the file closes', async t => {
  const script = `
    import t from 'tap'
    import { existsSync } from 'node:fs'
    const folder = t.testdir()
    t.teardown(() => console.log('# still there: ' + existsSync(folder)))
    t.pass('it ends')
  `
  const place = t.testdir({ 'file.ts': script })
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './scripts/register.mjs', join(place, 'file.ts')]
  )
  t.match(stdout, '# still there: true')
})
