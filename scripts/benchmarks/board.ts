import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseProjectFile } from '../../agent/config/project-file.js'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'
import { applyProjectFile } from '../../agent/release/change-definition.js'
import { releaseBoard } from '../../agent/release/release-board.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import type { Release, ReleaseAtTarget } from '../../agent/release/registry-model.js'
import { boardPage } from '../../agent/ui/board-page.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { median } from './measuring/statistics.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

const versions = 200
const targets = Array.from({ length: 20 }, (_, index) => `target-${index}`)
const author = { by: 'bench', why: 'the board' }

/** The board of 200 versions at 20 targets: read from the registry, written as a page, and packed for the way. */
export async function run ({ rounds, quick }: BenchmarkArguments): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-board-'))
  const documents = new LevelDocuments({ folder: join(folder, 'documents'), isDurable: false })
  try {
    const store = new ReleaseStore({ documents, project: 'dk', now: () => new Date() })
    await fill(store)
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < (rounds ?? (quick ? 3 : 20)); round++) {
      const started = performance.now()
      const board = await releaseBoard(store, Date.now(), 0)
      const page = gzipSync(boardPage({ locale: 'en', nowMs: Date.now(), path: '/projects/dk' }, board))
      times.push(performance.now() - started)
      bytes = page.length
    }
    const goals: Goal[] = [
      {
        name: 'board of 200 versions × 20 targets, ms',
        measured: median(times) ?? 0,
        limit: 150,
        kind: 'at most'
      },
      { name: 'the same on the wire, KB', measured: bytes / 1000, limit: 150, kind: 'at most' }
    ]
    process.stdout.write(`${goalTable(goals)}\n${writeResult('board', { times, bytes })}\n`)
    return goals.every(goal => isReached(goal) === true) ? 0 : 1
  } finally {
    await documents.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill (store: ReleaseStore): Promise<void> {
  const file = parseProjectFile(
    'packline.json',
    Buffer.from(JSON.stringify({
      project: 'dk',
      environments: { production: { services: { Game: { addresses: ['game.example:1'] } } } },
      targets: targets.map((id, index) => ({
        id,
        environment: 'production',
        priority: index + 1,
        match: { channel: [id] }
      }))
    }))
  )
  await applyProjectFile(store, file, author)
  for (let index = 0; index < versions; index++) {
    const release = releaseOf(index)
    const document = `releases/${release.version}-${release.build}`
    await store.commit({ ...author, action: 'rows', subject: release.version }, async draft => {
      await draft.read(document)
      draft.write(document, release)
    })
  }
}

function releaseOf (index: number): Release {
  const since = new Date(Date.UTC(2026, 0, 1) + index * 86_400_000).toISOString()
  const at = (target: number): ReleaseAtTarget => ({
    state: (['packaged', 'published', 'withdrawn'] as const)[(index * 5 + target * 3) % 3] ?? 'packaged',
    since,
    by: `person-${(index + target) % 7}`,
    rows: 12,
    sizeBytes: 1e9 + index * target,
    platforms: ['android', 'ios'],
    ...(index + target) % 2 === 0 && {
      hotUpdate: { version: `1.${index}.0.${target}`, digest: `${index * 7919 + target}` }
    }
  })
  return {
    version: `1.${index}.0`,
    build: index + 1,
    createdAt: since,
    createdBy: 'bench',
    notes: '',
    parameters: {},
    rebuild: { commits: {}, tools: {}, baselines: {}, command: [] },
    targets: Object.fromEntries(targets.map((id, target) => [id, at(target)]))
  }
}
