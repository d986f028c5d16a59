import { PassThrough } from 'node:stream'
import t from 'tap'
import { packlineVersion } from '../version.js'
import { checkLibraryVersion } from './library-version.js'
import { runCommandLine } from './run-command-line.js'

t.test('versions of one contract fit', async t => {
  for (const [library, own] of [['0.1.0', '0.1.9'], ['0.1.0-beta.1', '0.1.0'], ['1.0.0', '1.9.3'], ['2.4.1', '2.0.0']] as const) {
    t.doesNotThrow(() => { checkLibraryVersion(library, own) }, `${library} and ${own}`)
  }
})

t.test('an error says which of the two to update', async t => {
  t.throws(() => { checkLibraryVersion('0.1.0', '0.2.0') }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => { checkLibraryVersion('0.3.0', '0.2.9') }, { code: 'LIBRARY_TOO_NEW' })
  t.throws(() => { checkLibraryVersion('1.9.0', '2.0.0') }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => { checkLibraryVersion('2.0.0', '1.9.0') }, { code: 'LIBRARY_TOO_NEW' })
  for (const odd of ['', 'latest', '1.2', '1.2.3; rm -rf /', '١.٢.٣']) t.throws(() => { checkLibraryVersion(odd, '0.1.0') }, { code: 'LIBRARY_UNKNOWN_VERSION' }, odd)
})

async function run (library: string): Promise<{ status: number, out: string, err: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const status = await runCommandLine(['no-such-command', '--json'], {
    environment: { PACKLINE_LIBRARY: library, LANG: 'C' }, cwd: '/', signal: new AbortController().signal, stdout, stderr, stdin: new PassThrough()
  })
  return { status, out: String(stdout.read()), err: String(stderr.read()) }
}

t.test('a library that does not fit is told so before anything is done', async t => {
  const { status, out, err } = await run('99.0.0')
  t.equal(status, 2)
  t.match(JSON.parse(out), { error: { code: 'LIBRARY_TOO_NEW', retryable: false, hint: /update packline/i } })
  t.match(err, '99.0.0')
})

t.test('a library that fits gets its command', async t => {
  t.match(JSON.parse((await run(packlineVersion)).out), { error: { code: 'USAGE_UNKNOWN_COMMAND' } })
})
