import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { editZip } from '../../agent/formats/zip/edit-zip.js'
import { apkAlignment } from '../../agent/formats/zip/entry-extra.js'
import { stored } from '../../agent/formats/zip/zip-entry.js'
import { encodeBytes } from '../../agent/packaging/entry-encoder.js'
import { makeGame } from '../../agent/packaging/testing/game.js'
import { manifestOf } from '../../agent/packaging/testing/made-manifest.js'
import type { Key } from './prove-shipped.js'

const launcher = join(import.meta.dirname, '../packline')

export interface Measured {
  command: string
  status: number | null
  /** The most that the process held at once, as Linux counts it (VmHWM); without its signers. */
  memoryMb: number
  seconds: number
}

/** What commands take in memory for an APK of `sizeMb`, almost all of it in one stored entry. */
export async function proveMemory (sizeMb: number, key: Key): Promise<Measured[]> {
  const ends: Array<() => void | Promise<void>> = []
  const game = makeGame({ teardown: end => ends.push(end) })
  try {
    const plain = game.path('plain.apk')
    await makeLarge(plain, game.path('content'), sizeMb * 1024 ** 2)
    const signing = ['--ks', key.file, '--ks-pass', `pass:${key.password}`, '--out', game.path('app.apk')]
    execFileSync('apksigner', ['sign', ...signing, '--v1-signing-enabled', 'false', plain])
    game.define({
      baselines: { app: { type: 'apk', path: 'app.apk' } },
      platforms: { android: { baseline: 'app' } },
      channels: { 华为: {} }
    })
    return [
      await measure(['package', 'show', 'app.apk'], game.folder, game.home),
      await measure(['package', 'verify', 'app.apk'], game.folder, game.home),
      await measure(['package', 'build'], game.folder, game.home)
    ]
  } finally {
    for (const end of ends) await end()
  }
}

/** The content is a hole, which takes no place on the disk. */
async function makeLarge (path: string, content: string, size: number): Promise<void> {
  writeFileSync(content, '')
  truncateSync(content, size)
  const block = Buffer.alloc(1024 ** 2)
  let checksum = 0
  for (let done = 0; done < size; done += block.length) checksum = crc32(block, checksum)
  const target = await open(path, 'wx')
  try {
    await editZip({
      changes: new Map([
        ['AndroidManifest.xml', encodeBytes(manifestOf())],
        ['assets/large.bin', { method: stored, crc32: checksum, size, data: { file: content, size } }]
      ]),
      alignment: apkAlignment,
      target,
      signal: new AbortController().signal
    })
  } finally {
    await target.close()
  }
}

async function measure (args: string[], cwd: string, home: string): Promise<Measured> {
  const startedAt = performance.now()
  const child = spawn(launcher, args, {
    cwd,
    env: { ...process.env, PACKLINE_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const ended = once(child, 'exit')
  let memoryKb = 0
  while (child.exitCode === null && child.signalCode === null) {
    memoryKb = Math.max(memoryKb, peakOf(child.pid))
    await Promise.race([ended, wait(10)])
  }
  return {
    command: args.join(' '),
    status: child.exitCode,
    memoryMb: Math.round(memoryKb / 1024),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10
  }
}

function peakOf (pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
