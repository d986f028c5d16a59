import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/**
 * A folder whose every operation answers late, through a real FUSE mount; or why there is none on this
 * machine.
 */
export async function slowMount (t: Test, delayMs: number): Promise<{ folder: string } | { reason: string }> {
  const base = mkdtempSync(join(tmpdir(), 'packline-slow-'))
  const [source, folder] = [join(base, 'source'), join(base, 'slow')]
  for (const each of [source, folder]) mkdirSync(each)
  const server = spawn(process.execPath, [
    join(import.meta.dirname, 'slow-file-system.mjs'),
    source,
    folder,
    String(delayMs)
  ], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  const told = new Promise<void>(resolve => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('\n')) resolve()
      })
    }
    server.on('exit', () => {
      resolve()
    })
  })
  await told
  t.teardown(async () => {
    if (server.exitCode === null) {
      server.stdin.end()
      await once(server, 'exit')
    }
    rmSync(base, { recursive: true, force: true })
  })
  return said.startsWith('ready') ? { folder } : { reason: said.trim() || 'it cannot be started' }
}
