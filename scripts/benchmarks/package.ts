import { createCipheriv, createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { keystore, makeApk, skipWithoutAndroid } from '../../agent/packaging/testing/android.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { runSection } from './measuring/run-section.js'
import type { Entry, EntryResult, Section } from './measuring/section.js'
import { maximum, median, minimum } from './measuring/statistics.js'
import { places } from './places.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { sectionTable } from './report/section-table.js'
import { makeOnce } from './sets/data-set.js'

const rowCount = 60

interface Game {
  folder: string
  home: string
  output: string
  apk: string
  password: string
}

/** Packages for sixty channels of one APK, beside `cp` of the same sixty files to the same disk. */
export async function run ({ rounds, quick, seed }: BenchmarkArguments): Promise<number> {
  if (skipWithoutAndroid !== false) {
    process.stderr.write(`${skipWithoutAndroid}\n`)
    return 1
  }
  const megabytes = quick ? 20 : 200
  const game = await prepare(megabytes, seed ?? 1)
  const section = packagesSection(game, megabytes)
  const result = await runSection(section, rounds ?? (quick ? 1 : 3), line => {
    process.stderr.write(`${line}\n`)
  })
  await rm(game.output, { recursive: true, force: true })
  const goals = packageGoals(result.entries)
  process.stdout.write(
    `${sectionTable(result)}\n${goalTable(goals)}\n${
      writeResult('package', { megabytes, rows: rowCount, result, goals })
    }\n`
  )
  return goals.some(goal => isReached(goal) === false) ? 1 : 0
}

async function prepare (megabytes: number, seed: number): Promise<Game> {
  const set = join(places.sets, `apk-${megabytes}`)
  const folder = join(places.work, 'package')
  const key = keystore()
  await makeOnce(set, async unfinished => {
    const noise = createCipheriv(
      'aes-256-ctr',
      createHash('sha256').update(String(seed)).digest(),
      Buffer.alloc(16)
    )
    // What does not compress, as textures and sounds; aapt stores png as it is.
    const assets = Object.fromEntries(
      Array.from({ length: megabytes }, (_, index) => [
        `art/texture${index}.png`,
        noise.update(Buffer.alloc(1_000_000))
      ])
    )
    makeApk(join(unfinished, 'base.apk'), {
      assets: { ...assets, 'script.js': 'let score = 0\n'.repeat(100_000) }
    }, key)
  })
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'keys'), { recursive: true })
  const apk = join(folder, 'base.apk')
  copyFileSync(join(set, 'base.apk'), apk)
  copyFileSync(key.file, join(folder, 'keys/release.jks'))
  return { folder, home: join(folder, 'home'), output: join(folder, 'build'), apk, password: key.password }
}

async function define ({ folder }: Game, edits: object[]): Promise<void> {
  await writeFile(
    join(folder, 'packline.json'),
    JSON.stringify({
      project: 'bench',
      packages: {
        version: '1.0.0',
        build: 1,
        baselines: { android: { type: 'apk', path: 'base.apk' } },
        platforms: { android: { baseline: 'android', signing: 'release' } },
        channels: Object.fromEntries(Array.from({ length: rowCount }, (_, index) => [`channel${index}`, {}])),
        signing: {
          release: { keystore: 'file:keys/release.jks', alias: 'release', password: 'env:KEY_PASSWORD' }
        },
        edits
      }
    })
  )
}

function packagesSection (game: Game, megabytes: number): Section {
  const { folder, home, output, apk, password } = game
  const clean = async (): Promise<void> => {
    await rm(output, { recursive: true, force: true })
  }
  const build: Entry['program'] = {
    file: places.launcher,
    args: ['package', 'build', '--project', folder, '--json'],
    environment: { PACKLINE_HOME: home, KEY_PASSWORD: password }
  }
  const told = async (_round: number, stdout: string): Promise<string> => {
    const { rows, compressed } = JSON.parse(stdout) as {
      rows: Array<{ state: string, way: string }>
      compressed: number
    }
    const made = rows.filter(({ state }) => state === 'made').length
    return `${made} made, ${rows.length - made} reused, ${compressed} compressed`
  }
  return {
    id: 'package-stamp',
    title: `${rowCount} packages of one APK of ${megabytes} MB`,
    entries: [
      {
        name: 'cp',
        before: async () => {
          await clean()
          await mkdir(output, { recursive: true })
        },
        program: {
          file: '/bin/sh',
          args: ['-c', `for i in $(seq ${rowCount}); do cp "$0" "$1/$i.apk" || exit 1; done`, apk, output]
        }
      },
      {
        name: 'packline, stamped',
        before: async () => {
          await clean()
          await define(game, [])
        },
        program: build,
        after: told
      },
      { name: 'packline, nothing changed', program: build, after: told },
      {
        name: 'packline, one asset changed in all',
        before: async round => {
          await clean()
          await writeFile(join(folder, 'script.js'), `let round = ${round} // ${Date.now()}\n`.repeat(50_000))
          await define(game, [{ put: 'assets/script.js', from: 'script.js' }])
          if (!existsSync(apk)) throw new Error('the baseline is gone')
        },
        program: build,
        after: told
      }
    ]
  }
}

function packageGoals (entries: EntryResult[]): Goal[] {
  const row = (name: string): EntryResult | undefined =>
    entries.find(entry => entry.name === name && entry.failure === undefined)
  const times = (name: string): number[] => (row(name)?.samples ?? []).map(({ durationMs }) => durationMs)
  const ratio = (of: (values: number[]) => number | undefined): number | undefined => {
    const [own, cp] = [of(times('packline, stamped')), of(times('cp'))]
    return own === undefined || cp === undefined ? undefined : own / cp
  }
  const compressed = row('packline, one asset changed in all')?.note?.match(/(\d+) compressed/)?.[1]
  const peak = (name: string): number | undefined => {
    const bytes = maximum((row(name)?.samples ?? []).map(({ peakMemoryBytes }) => peakMemoryBytes))
    return bytes === undefined ? undefined : bytes / 1e6
  }
  return [
    {
      name: '60 rows stamped: time ÷ cp of the same 60 files (medians)',
      measured: ratio(median),
      limit: 1.5,
      kind: 'at most'
    },
    { name: 'the same by minima', measured: ratio(minimum), limit: 1.5, kind: 'at most' },
    {
      name: 'one asset changed in 60 rows: files compressed',
      measured: compressed === undefined ? undefined : Number(compressed),
      limit: 1,
      kind: 'at most'
    },
    {
      name: 'peak memory, stamped',
      measured: peak('packline, stamped'),
      limit: 200,
      kind: 'at most',
      unit: ' MB'
    },
    {
      name: 'peak memory, repacked (the signer included)',
      measured: peak('packline, one asset changed in all'),
      limit: 200,
      kind: 'at most',
      unit: ' MB'
    }
  ]
}
