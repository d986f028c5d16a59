import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildPackages } from '../build-packages.js'
import type { BuildPackagesSettings } from '../build-packages.js'
import type { PackageReport, RowReport } from '../package-report.js'
import type { PackageEvent } from '../row-builder.js'
import { listTree } from '../tree.js'
import { temporaryFolder } from './zips.js'

export interface Game {
  folder: string
  home: string
  path: (name: string) => string
  write: (files: Record<string, string | Uint8Array>) => void
  script: (name: string, body: string) => void
  remove: (name: string) => void
  read: (name: string) => Buffer
  /** Writes the project file. */
  define: (packages: object, rest?: object) => void
  build: (settings?: Partial<BuildPackagesSettings>) => Promise<PackageReport>
  plan: () => Promise<PackageReport>
  outputs: () => string[]
  events: PackageEvent[]
}

/** A game's project in a folder of its own, with a packline home of its own. */
export function makeGame (t: { teardown: (act: () => void | Promise<void>) => void }): Game {
  const root = temporaryFolder(t)
  const [folder, home] = [join(root, 'game'), join(root, 'home')]
  mkdirSync(folder)
  const events: PackageEvent[] = []
  const path = (name: string): string => join(folder, name)
  const write = (files: Record<string, string | Uint8Array>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
    }
  }
  const build = async (settings: Partial<BuildPackagesSettings> = {}): Promise<PackageReport> =>
    await buildPackages({
      folder,
      home,
      environment: { PATH: process.env.PATH, HOME: process.env.HOME },
      rows: [],
      signal: new AbortController().signal,
      now: Date.now,
      isDryRun: false,
      verify: false,
      emit: event => {
        events.push(event)
      },
      ...settings
    })
  return {
    folder,
    home,
    path,
    write,
    script: (name, body) => {
      write({ [name]: body })
      chmodSync(path(name), 0o755)
    },
    remove: name => {
      rmSync(path(name), { recursive: true, force: true })
    },
    read: name => readFileSync(path(name)),
    define: (packages, rest = {}) => {
      write({
        'packline.json': JSON.stringify({
          project: 'dk',
          ...rest,
          packages: { version: '1.4.0', build: 7, limits: { freeDiskMb: 0 }, ...packages }
        })
      })
    },
    build,
    plan: async () => await build({ isDryRun: true }),
    outputs: () =>
      existsSync(path('build/packages')) ? listTree(path('build/packages')).map(({ name }) => name) : [],
    events
  }
}

/** Rows by id, with a few fields. */
export function summary ({ rows }: PackageReport): Record<string, string> {
  return Object.fromEntries(
    rows.map(({ id, way, state, error }: RowReport) => [
      id,
      error === undefined ? `${way} ${state}` : error.code
    ])
  )
}
