import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { lockFile } from './file-lock.js'
import type { LockHolder } from './file-lock.js'

const options = (
  onWait?: (holder: LockHolder | undefined) => void,
  signal = new AbortController().signal
) => ({ signal, command: 'test', ...onWait !== undefined && { onWait } })

function holdElsewhere (path: string) {
  const script = `import { lockFile } from ${JSON.stringify(new URL('./file-lock.ts', import.meta.url).href)}
await lockFile(${JSON.stringify(path)}, { signal: new AbortController().signal, command: 'other' })
console.log('locked')
setInterval(() => {}, 1000)`
  return spawn(process.execPath, [
    '--import',
    new URL('../../scripts/register.mjs', import.meta.url).href,
    '--input-type=module',
    '-e',
    script
  ], { stdio: ['ignore', 'pipe', 'inherit'] })
}

t.test('a second holder waits, is told who has the lock, and gets it when that one is killed', async t => {
  const path = join(t.testdir({}), 'lock')
  const child = holdElsewhere(path)
  await once(child.stdout, 'data')

  let holder: LockHolder | undefined
  const told = new Promise<void>(resolve => {
    const waiting = lockFile(
      path,
      options(found => {
        holder = found
        resolve()
      })
    )
    t.teardown(async () => {
      ;(await waiting).close()
    })
  })
  await told
  t.match(holder, { pid: child.pid, command: 'other' })
  child.kill('SIGKILL')
})

t.test('a wait ends when it is interrupted', async t => {
  const path = join(t.testdir({}), 'lock')
  const first = await lockFile(path, options())
  const interrupt = new AbortController()
  const second = lockFile(
    path,
    options(() => {
      interrupt.abort()
    }, interrupt.signal)
  )

  await t.rejects(second, { name: 'AbortError' })
  first.close()
  first.close()
  const third = await lockFile(path, options())
  third.close()
})
