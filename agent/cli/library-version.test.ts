import t from 'tap'
import { packlineVersion } from '../version.js'
import { checkLibraryVersion } from './library-version.js'
import { runPackline } from '../../test/support/command-line.js'
import type { CommandResult } from '../../test/support/command-line.js'

t.test('versions of one contract fit', async t => {
  for (
    const [library, own] of [
      ['0.1.0', '0.1.9'],
      ['0.1.0-beta.1', '0.1.0'],
      ['0.1.0', '0.2.4'],
      ['0.3.0', '0.2.9'],
      ['1.0.0', '1.9.3'],
      [
        '2.4.1',
        '2.0.0'
      ]
    ] as const
  ) {
    t.doesNotThrow(() => {
      checkLibraryVersion(library, own)
    }, `${library} and ${own}`)
  }
})

t.test('an error says which of the two to update', async t => {
  t.throws(() => {
    checkLibraryVersion('0.1.0', '0.3.0')
  }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => {
    checkLibraryVersion('0.4.0', '0.2.9')
  }, { code: 'LIBRARY_TOO_NEW' })
  t.throws(() => {
    checkLibraryVersion('1.9.0', '2.0.0')
  }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => {
    checkLibraryVersion('2.0.0', '1.9.0')
  }, { code: 'LIBRARY_TOO_NEW' })
  for (const odd of ['', 'latest', '1.2', '1.2.3; rm -rf /', '١.٢.٣']) {
    t.throws(
      () => {
        checkLibraryVersion(odd, '0.1.0')
      },
      { code: 'LIBRARY_UNKNOWN_VERSION' },
      odd
    )
  }
})

async function run (library: string): Promise<CommandResult> {
  return await runPackline({ cwd: '/', environment: { PACKLINE_LIBRARY: library, LANG: 'C' } }, [
    'no-such-command',
    '--json'
  ])
}

t.test('a library that does not fit is told so before anything is done', async t => {
  const { status, stdout, stderr } = await run('99.0.0')
  t.equal(status, 2)
  t.match(JSON.parse(stdout), {
    error: { code: 'LIBRARY_TOO_NEW', retryable: false, hint: /update packline/i }
  })
  t.match(stderr, '99.0.0')
})

t.test('a library that fits gets its command', async t => {
  t.match(JSON.parse((await run(packlineVersion)).stdout), { error: { code: 'USAGE_UNKNOWN_COMMAND' } })
})
