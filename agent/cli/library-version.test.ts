import t from 'tap'
import { libraryAgents } from '../../scripts/library-agents.js'
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
      checkLibraryVersion({ version: library }, own)
    }, `${library} and ${own}`)
  }
})

t.test('an error says which of the two to update', async t => {
  t.throws(() => {
    checkLibraryVersion({ version: '0.1.0' }, '0.3.0')
  }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => {
    checkLibraryVersion({ version: '0.4.0' }, '0.2.9')
  }, { code: 'LIBRARY_TOO_NEW' })
  t.throws(() => {
    checkLibraryVersion({ version: '1.9.0' }, '2.0.0')
  }, { code: 'LIBRARY_TOO_OLD' })
  t.throws(() => {
    checkLibraryVersion({ version: '2.0.0' }, '1.9.0')
  }, { code: 'LIBRARY_TOO_NEW' })
  for (const odd of ['', 'latest', '1.2', '1.2.3; rm -rf /', '١.٢.٣']) {
    t.throws(
      () => {
        checkLibraryVersion({ version: odd }, '0.1.0')
      },
      { code: 'LIBRARY_UNKNOWN_VERSION' },
      odd
    )
  }
})

t.test('a newer library says itself which packline it works with, an older one does not', async t => {
  for (
    const [version, agents, own] of [
      ['0.5.0', '0.2-0.6', '0.2.7'],
      ['1.9.0', '1.8-1.10', '1.8.0'],
      ['2.0.0', '1.7-2.1', '1.7.3'],
      ['0.2.0', '0.2-0.2', '0.3.0']
    ] as const
  ) {
    t.doesNotThrow(() => {
      checkLibraryVersion({ version, agents }, own)
    }, `${version} of ${agents} and ${own}`)
  }
  t.throws(() => {
    checkLibraryVersion({ version: '1.9.0', agents: '1.8-1.10' }, '1.7.4')
  }, { code: 'LIBRARY_TOO_NEW', details: { agents: '1.8 – 1.10' } })
  t.throws(() => {
    checkLibraryVersion({ version: '0.1.0', agents: '0.0-0.9' }, '0.3.0')
  }, { code: 'LIBRARY_TOO_OLD' })
  for (const agents of ['', '0.1', '1-2', '0.1-0.2 ', 'all']) {
    t.throws(
      () => {
        checkLibraryVersion({ version: '0.1.0', agents }, '0.1.0')
      },
      { code: 'LIBRARY_UNKNOWN_VERSION' },
      agents
    )
  }
})

t.test('the library works at least with the version before its own and the one after it', async t => {
  const [major = 0, minor = 0] = packlineVersion.split('.').map(Number)
  const number = (text: string): number => Number(text.split('.')[0]) * 100_000 + Number(text.split('.')[1])
  t.ok(number(libraryAgents.oldest) <= number(`${major}.${Math.max(0, minor - 1)}`), libraryAgents.oldest)
  t.ok(number(libraryAgents.newest) >= number(`${major}.${minor + 1}`), libraryAgents.newest)
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
