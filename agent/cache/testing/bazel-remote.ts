import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Test } from 'tap'
import { freePort } from '../../processes/free-port.js'

/** Why there is no bazel-remote here; false where there is one. */
export const noBazelRemote = spawnSync('bazel-remote', ['--version']).error === undefined
  ? false
  : 'bazel-remote is missing: go install github.com/buchgr/bazel-remote/v2@v2.6.1, on PATH'

/** A real bazel-remote. It looks at ActionResults and at what they name. */
export async function startBazelRemote (t: Test): Promise<{ http: string, grpc: string }> {
  const [port, grpcPort] = [await freePort(), await freePort()]
  const child = spawn('bazel-remote', [
    `--dir=${t.testdir()}`,
    '--max_size=1',
    `--http_address=127.0.0.1:${port}`,
    `--grpc_address=127.0.0.1:${grpcPort}`
  ], { stdio: 'ignore' })
  t.teardown(async () => {
    if (child.exitCode !== null) return
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
  })
  const http = `http://127.0.0.1:${port}`
  // It says nothing else when it listens.
  while (!await fetch(`${http}/status`).then(({ ok }) => ok, () => false)) {
    if (child.exitCode !== null) throw new Error(`bazel-remote ended with ${child.exitCode}`)
    await delay(50)
  }
  return { http, grpc: `grpc://127.0.0.1:${grpcPort}` }
}
