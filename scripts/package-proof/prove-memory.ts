import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeGame } from '../../agent/packaging/testing/game.js'
import type { Game } from '../../agent/packaging/testing/game.js'
import { makeHole, makeLarge } from './large-packages.js'
import type { Key } from './prove-shipped.js'

const launcher = join(import.meta.dirname, '../packline')
const mb = 1024 ** 2

export interface Measured {
  what: string
  command: string
  status: number | null
  /** The most that the process held at once, as Linux counts it (VmHWM); without its signers. */
  memoryMb: number
  seconds: number
}

interface Sizes {
  /** Of APKs, App Bundles and IPAs. */
  packageMb: number
  /** Of zips and client folders, which may be larger than 4 GB. */
  clientMb: number
}

/** What commands take in memory for large packages of each kind, one after the other. */
export async function proveMemory (
  sizes: Sizes,
  key: Key,
  tell: (measured: Measured) => void
): Promise<Measured[]> {
  const all: Measured[] = []
  for (const [what, prove] of Object.entries(proofs)) {
    const ends: Array<() => void | Promise<void>> = []
    const game = makeGame({ teardown: end => ends.push(end) })
    try {
      copyFileSync(key.file, game.path('release.jks'))
      game.write({ 'new.txt': 'new' })
      await prove(game, sizes, key, async (...args) => {
        const measured = { what, ...await measure(args, game, key) }
        all.push(measured)
        tell(measured)
      })
    } finally {
      for (const end of ends) await end()
    }
  }
  return all
}

type Prove = (
  game: Game,
  sizes: Sizes,
  key: Key,
  packline: (...args: string[]) => Promise<void>
) => Promise<void>

const signing = { release: { keystore: 'file:release.jks', alias: 'release', password: 'env:KEY_PASSWORD' } }
const put = (name: string): object[] => [{ put: name, from: 'new.txt' }]

const proofs: Record<string, Prove> = {
  apk: async (game, { packageMb }, key, packline) => {
    const plain = game.path('plain.apk')
    await makeLarge('apk', plain, packageMb * mb)
    const keys = ['--ks', key.file, '--ks-pass', `pass:${key.password}`, '--out', game.path('app.apk')]
    execFileSync('apksigner', ['sign', ...keys, '--v1-signing-enabled', 'false', plain])
    game.remove('plain.apk')
    const android = { baseline: 'app', signing: 'release' }
    const packages = { baselines: { app: { type: 'apk', path: 'app.apk' } }, channels: { 华为: {} }, signing }
    game.define({ ...packages, platforms: { android } })
    await packline('package', 'show', 'app.apk')
    await packline('package', 'verify', 'app.apk')
    await packline('package', 'build')
    game.remove('build')
    game.define({ ...packages, platforms: { android }, edits: put('assets/new.txt') })
    await packline('package', 'build')
  },
  aab: async (game, { packageMb }, key, packline) => {
    await makeLarge('aab', game.path('app.aab'), packageMb * mb)
    game.define({
      baselines: { app: { type: 'aab', path: 'app.aab' } },
      platforms: { play: { baseline: 'app', signing: 'release' } },
      signing,
      edits: put('base/assets/new.txt')
    })
    await packline('package', 'show', 'app.aab')
    await packline('package', 'verify', 'app.aab')
    await packline('package', 'build')
  },
  ipa: async (game, { packageMb }, key, packline) => {
    await makeLarge('ipa', game.path('app.ipa'), packageMb * mb)
    game.define({
      baselines: { app: { type: 'ipa', path: 'app.ipa' } },
      platforms: { ios: { baseline: 'app' } },
      edits: put('{app}/new.txt')
    })
    await packline('package', 'show', 'app.ipa')
    await packline('package', 'verify', 'app.ipa')
    await packline('package', 'build')
  },
  zip: async (game, { clientMb }, key, packline) => {
    await makeLarge('zip', game.path('client.zip'), clientMb * mb)
    game.define({
      baselines: { client: { type: 'zip', path: 'client.zip' } },
      platforms: { windows: { baseline: 'client' } },
      edits: put('new.txt')
    })
    await packline('package', 'verify', 'client.zip')
    await packline('package', 'build')
  },
  folder: async (game, { clientMb }, key, packline) => {
    makeHole(game.path('client/data/large.bin'), clientMb * mb)
    game.write({ 'client/game.txt': 'the game' })
    const packages = { baselines: { client: { type: 'folder', path: 'client' } }, edits: put('new.txt') }
    game.define({ ...packages, platforms: { windows: { baseline: 'client' } } })
    await packline('package', 'build')
    await packline('package', 'verify', 'build/packages/windows/dk-1.4.0-7.zip')
    game.remove('build')
    game.define({ ...packages, platforms: { windows: { baseline: 'client', pack: 'folder' } } })
    await packline('package', 'build')
    await packline('package', 'verify', 'build/packages/windows/dk-1.4.0-7')
  }
}

async function measure (
  args: string[],
  { folder, home }: Game,
  { password }: Key
): Promise<Omit<Measured, 'what'>> {
  const startedAt = performance.now()
  const child = spawn(launcher, args, {
    cwd: folder,
    env: { ...process.env, PACKLINE_HOME: home, KEY_PASSWORD: password },
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
