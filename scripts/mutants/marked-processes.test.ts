import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import t from 'tap'
import { endMarked } from './marked-processes.js'

const skip = existsSync('/proc/self/environ') ? {} : { skip: 'no /proc on this system' }

t.test('ends what has the mark, and what that started; not what has another', skip, async t => {
  const mark = `${process.pid}-marked`
  const start = (value: string) =>
    spawn('sh', ['-c', 'sleep 60 & echo started; wait'], {
      env: { ...process.env, PACKLINE_TEST_MARK: value },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true
    })
  const marked = start(mark)
  const other = start(`${mark}-not`)
  t.teardown(() => other.pid !== undefined && process.kill(-other.pid, 'SIGKILL'))
  await Promise.all([once(marked.stdout, 'data'), once(other.stdout, 'data')])

  t.equal(endMarked('PACKLINE_TEST_MARK', mark).length, 2)

  t.equal((await once(marked, 'close'))[1], 'SIGKILL')
  t.equal(other.exitCode, null)
  t.equal(other.signalCode, null)
})
