import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { buildAssets } from '../run/build-assets.js'
import type { BuildSettings } from '../run/run-settings.js'
import type { RunEvent } from '../actions/run-events.js'
import type { RunReport } from '../run/run-report.js'

/** A project in a temporary folder, with a PACKLINE_HOME of its own. */
export interface TestProject {
  folder: string
  home: string
  events: RunEvent[]
  write: (files: Record<string, string | Uint8Array | null>) => void
  rules: (...rules: Array<Record<string, unknown>>) => void
  build: (settings?: Partial<BuildSettings>) => Promise<RunReport>
  /** Digest of every file below the output, by path. */
  outputs: (output?: string) => Record<string, string>
  remove: () => void
}

/** The project lies in `place`, when one is given. */
export function testProject (assets: Record<string, unknown> = {}, place?: string): TestProject {
  const base = mkdtempSync(join(tmpdir(), 'packline-test-'))
  const [folder, home] = [join(place ?? base, 'game'), join(base, 'home')]
  mkdirSync(folder)
  const events: RunEvent[] = []
  const write: TestProject['write'] = files => {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, path)
      if (content === null) {
        rmSync(target, { recursive: true })
        continue
      }
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, content)
    }
  }
  return {
    folder,
    home,
    events,
    write,
    rules: (...rules) => {
      write({
        'packline.json': JSON.stringify({ project: 'game', assets: { output: 'out', ...assets, rules } })
      })
    },
    build: async settings =>
      await buildAssets({
        folder,
        home,
        isDryRun: false,
        keepGoing: false,
        command: 'test',
        limiter: async () => {
          throw new Error('no licence in this test')
        },
        environment: {},
        signal: new AbortController().signal,
        emit: event => {
          events.push(event)
        },
        now: Date.now,
        ...settings
      }),
    outputs: (output = 'out') => digests(join(folder, output)),
    remove: () => {
      rmSync(base, { recursive: true, force: true })
    }
  }
}

export function digests (folder: string): Record<string, string> {
  return Object.fromEntries(
    files(folder).sort().map(path => [
      relative(folder, path),
      createHash('sha256').update(readFileSync(path)).digest('hex')
    ])
  )
}

function files (folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
      entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]
    )
  } catch {
    return []
  }
}
