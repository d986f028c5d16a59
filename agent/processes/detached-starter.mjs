// The thread that starts programs for detached-program.ts. A plain script on purpose: it has to be there at once.
import { spawn } from 'node:child_process'
import { parentPort } from 'node:worker_threads'

parentPort.on('message', ({ id, file, args, cwd, environment, output }) => {
  const child = spawn(file, args, {
    cwd,
    env: environment,
    detached: true,
    stdio: ['ignore', output, output],
    windowsHide: true
  })
  child.unref()
  child.once('exit', (code, signal) => {
    parentPort.postMessage({ id, end: { code, signal } })
  })
  child.once('error', () => {
    parentPort.postMessage({ id, end: { code: null, signal: null } })
  })
  parentPort.postMessage({ id, pid: child.pid })
})
