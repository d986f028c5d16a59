import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Test } from 'tap'
import type { Certificate } from '../../../test/support/certificates.js'
import { freePort } from '../../processes/free-port.js'

/** Why there is no BuildGrid here; false where there is one. */
export const noBuildGrid = spawnSync('bgd', ['--help']).status === 0
  ? false
  : 'BuildGrid is missing: pip install buildgrid==0.4.4, with its bgd on PATH'

/**
 * A real BuildGrid with the cache services of the Remote Execution API, without a database. Its access log is
 * no event: whether it listens is asked until it does.
 */
export async function startBuildGrid (
  t: Test,
  certificate: Certificate
): Promise<{ url: string, secureUrl: string }> {
  const folder = t.testdir()
  const [port, securePort] = [await freePort(), await freePort()]
  const file = join(folder, 'buildgrid.yml')
  writeFileSync(file, configuration(port, { port: securePort, ...certificate }, join(folder, 'cas')))
  const child = spawn('bgd', ['server', 'start', file], { stdio: 'ignore', detached: true })
  t.teardown(async () => {
    if (child.exitCode !== null || child.pid === undefined) return
    const ended = once(child, 'close')
    process.kill(-child.pid, 'SIGKILL')
    await ended
  })
  while (!(await listens(port) && await listens(securePort))) {
    if (child.exitCode !== null) throw new Error(`bgd ended with ${child.exitCode}`)
    await delay(50)
  }
  return { url: `grpc://127.0.0.1:${port}/game`, secureUrl: `grpcs://127.0.0.1:${securePort}/game` }
}

function configuration (
  port: number,
  secure: { port: number, certFile: string, keyFile: string },
  storage: string
): string {
  return `server:
  - !channel
    address: 127.0.0.1:${port}
    insecure-mode: true
  - !channel
    address: 127.0.0.1:${secure.port}
    insecure-mode: false
    credentials:
      tls-server-key: ${secure.keyFile}
      tls-server-cert: ${secure.certFile}
storages:
  - !disk-storage &storage
    path: ${storage}
caches:
  - !lru-action-cache &actions
    storage: *storage
    max-cached-refs: 10000
    allow-updates: true
instances:
  - name: game
    services:
      - !action-cache
        cache: *actions
      - !cas
        storage: *storage
      - !bytestream
        storage: *storage
`
}

async function listens (port: number): Promise<boolean> {
  return await new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}
