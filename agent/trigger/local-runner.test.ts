import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../test/support/processes.js'
import { localBuild } from './testing/local-build-of.js'

const root = join(import.meta.dirname, '../..')

t.test('after a SIGKILL the next agent waits for the build that was left behind', async t => {
  const folder = t.testdir()
  const began = (): string =>
    existsSync(join(folder, 'began')) ? readFileSync(join(folder, 'began'), 'utf8') : ''
  const agent = spawn(process.execPath, [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(root, 'agent/trigger/testing/local-build.ts'),
    folder
  ], { stdio: 'ignore' })
  await until('the first build', () => began() === 'began first\n')
  agent.kill('SIGKILL')
  await once(agent, 'exit')

  let second: Promise<string> | undefined
  const line = await new Promise<string>(resolve => {
    second = localBuild(folder, 'second', resolve)
  })
  t.match(line, new RegExp(`process ${agent.pid} began`))
  writeFileSync(join(folder, 'go'), '0')
  t.equal(await second, 'succeeded')
  t.equal(
    began(),
    'began first\nended first\nbegan second\nended second\n',
    'two builds of one working copy would spoil it'
  )
})

t.test('the exit status tells a failed build from one that could not be made', async t => {
  for (const [status, result] of [['0', 'succeeded'], ['1', 'failed'], ['2', 'failed']] as const) {
    t.equal(await localBuild(t.testdir({ go: status }), 'x'), result)
  }
  await t.rejects(localBuild(t.testdir({ go: '3' }), 'x'), { code: 'TRIGGER_LOCAL_RUN_FAILED' })
})

t.test('the build of a push freezes the layouts that version control knows', async t => {
  const folder = t.testdir({ go: '0' })
  await localBuild(folder, 'x')
  t.match(readFileSync(join(folder, 'asked'), 'utf8'), /^assets build --local .*--ci /)
})
