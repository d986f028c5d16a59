import t from 'tap'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { noZooKeeper } from './zookeeper-server.js'

const skip = await noZooKeeper() ?? false

t.test('a test that is killed leaves no server and no folder behind', { skip }, async t => {
  const script = `
    import { ZooKeeperServer } from ${JSON.stringify(new URL('zookeeper-server.ts', import.meta.url).href)}
    const server = await ZooKeeperServer.start()
    console.log(JSON.stringify({ pid: server.pid, folder: server.folder }))
  `
  const child = spawn(process.execPath, [
    '--import',
    './scripts/register.mjs',
    '--input-type=module',
    '-e',
    script
  ], { cwd: fileURLToPath(new URL('../../', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const { pid, folder } = JSON.parse(String(line)) as { pid: number, folder: string }
  t.ok(existsSync(folder))
  const isRunning = () => existsSync(folder) || isAlive(pid)

  child.kill('SIGKILL')
  while (isRunning()) {
    await new Promise(resolve => {
      setTimeout(resolve, 10)
    })
  }

  t.pass('both are gone')
})

function isAlive (pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A container without an init leaves the dead as zombies.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
