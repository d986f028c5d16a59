import { delimiter, join } from 'node:path'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { isOlder } from '../older-version.js'
import { runSuccessfully } from './repository-command.js'
import { plainEnvironment } from './testing/repositories.js'

t.test('a git or svn that lacks an option is told with the version that has it, others with what they say', async t => {
  const folder = t.testdir()
  const run = async (program: 'git' | 'svn', version: string, said: string) => {
    const bin = join(folder, `${program}-${version}`)
    mkdirSync(bin)
    writeFileSync(
      join(bin, program),
      `#!/bin/sh\ncase $1 in --version) echo '${version}' ;; *) echo '${said}' >&2; exit 128 ;; esac\n`
    )
    chmodSync(join(bin, program), 0o755)
    const environment = { ...plainEnvironment, PATH: [bin, plainEnvironment.PATH].join(delimiter) }
    await runSuccessfully({ what: 'dk', program, args: ['log'], environment })
  }
  // builtin/log.c of 2.30.2, and svn.c of 1.9: neither says that a newer one would know it.
  const unknown = 'fatal: unrecognized argument: --diff-merges=first-parent'
  await t.rejects(run('git', 'git version 2.30.2', unknown), {
    code: 'REPOSITORY_TOOL_OLD',
    exitStatus: 3,
    details: { program: 'git', found: '2.30.2', needed: '2.31' }
  })
  await t.rejects(run('svn', '1.9.7', 'svn: invalid option: --password-from-stdin'), {
    code: 'REPOSITORY_TOOL_OLD',
    details: { program: 'svn', found: '1.9.7', needed: '1.10' }
  })
  for (
    const [program, version] of [['git', 'git version 2.39.5 (Apple Git-154)'], ['svn', '1.14.2']] as const
  ) {
    await t.rejects(run(program, version, 'no such host'), {
      code: 'REPOSITORY_COMMAND_FAILED',
      details: { reason: 'no such host' }
    })
  }
})

t.test('versions are compared by their numbers', async t => {
  t.equal(isOlder('2.9.1', '2.31'), true)
  t.equal(isOlder('2.31.0.windows.1', '2.31'), false)
  t.equal(isOlder('3', '2.31'), false)
  t.equal(isOlder('1.10.0-beta1', '1.10'), false)
})
