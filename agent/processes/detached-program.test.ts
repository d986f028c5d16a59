import { mkdirSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { DetachedStarter } from './detached-program.js'

function place (t: Test) {
  const folder = t.testdir()
  const output = openSync(join(folder, 'output'), 'a')
  t.teardown(() => {
    closeSync(output)
    clearInterval(waiting)
  })
  // Neither the thread nor what it starts keeps this process here.
  const waiting = setInterval(() => {}, 1000)
  const starter = new DetachedStarter()
  const sh = async (script: string) =>
    await starter.start({
      file: '/bin/sh',
      args: ['-c', script],
      cwd: folder,
      environment: { NAME: 'anna' },
      output
    })
  return { folder, output, starter, sh, text: () => readFileSync(join(folder, 'output'), 'utf8') }
}

t.test('programs are started in a group of their own, and their ends are seen', async t => {
  const { folder, output, starter, sh, text } = place(t)
  const [good, bad, killed] = await Promise.all([sh('echo $NAME; pwd'), sh('exit 7'), sh('kill -9 $$')])
  t.same(await good.ended, { code: 0, signal: null })
  t.same(await bad.ended, { code: 7, signal: null })
  t.same(await killed.ended, { code: null, signal: 'SIGKILL' })
  t.equal(text(), `anna\n${folder}\n`)
  const group = await sh('ps -o pgid= -p $$ || cut -d" " -f5 /proc/$$/stat')
  await group.ended
  t.equal(Number(text().split('\n')[2]), group.pid)
  const none = await starter.start({ file: '/nowhere', args: [], cwd: folder, environment: {}, output })
  t.equal(none.pid, undefined)
  t.same(await none.ended, { code: null, signal: null })
  await starter.close()
  await starter.close()
})

t.test('what was started goes on when its starter is closed', async t => {
  const { folder, starter, sh, text } = place(t)
  const go = join(folder, 'go')
  const { pid } = await sh(`while [ ! -e ${go} ]; do sleep 0.01; done; echo went on`)
  await starter.close()
  writeFileSync(go, '')
  while (!text().includes('went on')) await new Promise(resolve => setTimeout(resolve, 10))
  t.ok(pid)
})

t.test('nobody waits for ever for a thread that is gone', async t => {
  const { folder, starter, output, sh, text } = place(t)
  const go = join(folder, 'go')
  mkdirSync(join(folder, 'x'))
  const going = await sh(`while [ ! -e ${go} ]; do sleep 0.01; done; echo went on`)
  // Arguments that no spawn takes: the thread dies of its error.
  const lost = await starter.start({
    file: '/bin/sh',
    args: ['\0'],
    cwd: folder,
    environment: {},
    output
  })
  t.equal(lost.pid, undefined)
  t.same(await lost.ended, { code: null, signal: null })
  writeFileSync(go, '')
  t.same(await going.ended, {}, 'it is seen to be gone')
  t.match(text(), /went on/)
  t.same(await (await sh('exit 0')).ended, { code: 0, signal: null }, 'a new thread starts what comes next')
  await starter.close()
})
