import fc from 'fast-check'
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FileTable } from '../../files/file-table.js'
import { RememberedWalk } from './remembered-walk.js'
import { scan } from './scan.js'
import type { ScanSettings, WalkMemory } from './scan.js'

const selection = {
  bases: ['art', 'missing', 'sound/one.ogg'],
  skip: new Set(['art/out']),
  gitignore: true,
  isExcluded: (path: string) => path.endsWith('.tmp'),
  isWanted: (path: string) => !path.endsWith('.txt'),
  isSameSelection: true
}

/** What happens to a tree between two runs; each leaves it as another edit may find it. */
const edits: Record<string, (folder: string, seed: number) => void> = {
  'a file changes': (folder, seed) => {
    writeFileSync(join(folder, 'art/a.png'), String(seed))
  },
  'a file changes and keeps its time and size': folder => {
    const file = join(folder, 'art/deep/b.png')
    const { atime, mtime, size } = statSync(file)
    writeFileSync(file, 'x'.repeat(size - 1) + 'y')
    utimesSync(file, atime, mtime)
  },
  'a file comes': (folder, seed) => {
    writeFileSync(join(folder, `art/deep/new-${seed % 9}.png`), 'new')
  },
  'a file goes': folder => {
    rmSync(join(folder, 'art/gone.png'), { force: true })
  },
  'a folder gets another name': folder => {
    renameSync(join(folder, 'art/deep'), join(folder, 'art/moved'))
    mkdirSync(join(folder, 'art/deep'))
    writeFileSync(join(folder, 'art/deep/b.png'), 'b2')
    rmSync(join(folder, 'art/moved'), { recursive: true })
  },
  'a base comes and goes': folder => {
    mkdirSync(join(folder, 'missing'), { recursive: true })
    writeFileSync(join(folder, 'missing/m.png'), 'm')
  },
  'files are ignored': (folder, seed) => {
    writeFileSync(
      join(folder, seed % 2 === 0 ? '.gitignore' : 'art/.gitignore'),
      seed % 3 === 0 ? 'a.png' : 'deep'
    )
  },
  'nothing is ignored any more': folder => {
    rmSync(join(folder, '.gitignore'), { force: true })
    rmSync(join(folder, 'art/.gitignore'), { force: true })
  },
  'a link takes the place of a file': (folder, seed) => {
    const link = join(folder, 'art/link.png')
    rmSync(link, { force: true })
    if (seed % 2 === 0) symlinkSync('a.png', link)
    else writeFileSync(link, 'no link')
  },
  'somebody else may not write': folder => {
    chmodSync(join(folder, 'art'), 0o700)
  },
  'nothing happens': () => {}
}

t.test('a walk that is remembered finds what a new one would, whatever happened between', async t => {
  const step = fc.record({ edit: fc.constantFrom(...Object.keys(edits)), seed: fc.nat(100) })
  const base = t.testdir()
  let remembered = 0
  let round = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async steps => {
      const project = join(base, String(round++))
      mkdirSync(join(project, 'art/deep'), { recursive: true })
      mkdirSync(join(project, 'sound'))
      for (const file of ['art/a.png', 'art/gone.png', 'art/deep/b.png', 'sound/one.ogg']) {
        writeFileSync(join(project, file), file)
      }
      const memory: WalkMemory = {}
      const settings: ScanSettings = {
        ...selection,
        project,
        previous: FileTable.empty(),
        signal: new AbortController().signal,
        now: Date.now
      }
      let previous = FileTable.empty()
      for (const { edit, seed } of [{ edit: 'nothing happens', seed: 0 }, ...steps]) {
        edits[edit]!(project, seed)
        const before = memory.walk
        const warm = await scan({ ...settings, previous, memory })
        const fresh = await scan(settings)
        if (before !== undefined && memory.walk === before) remembered++
        const rows = ({ table }: typeof warm) => table.paths.map((path, row) => [path, table.sha256At(row)])
        t.same(rows(warm), rows(fresh), edit)
        previous = warm.table
        await tick(project)
      }
    }),
    { numRuns: 6 }
  )
  t.ok(remembered > 0, 'some walks were')
})

/** Until the file system's clock tells what comes now from what was. */
async function tick (folder: string): Promise<void> {
  const probe = join(folder, 'sound/probe.txt')
  const changedAt = statSync(join(folder, 'art')).ctimeMs
  do {
    await new Promise(resolve => {
      setTimeout(resolve, 5)
    })
    writeFileSync(probe, '')
  } while (statSync(probe).mtimeMs - changedAt < 25)
}

t.test('a folder that was as young as the clock when it was listed is listed again', async t => {
  const project = t.testdir({ art: {} })
  const { mtimeMs } = statSync(join(project, 'art'))
  for (const [agoMs, isAgain] of [[0, false], [60_000, true]] as const) {
    const walk = new RememberedWalk(project, () => mtimeMs + agoMs)
    walk.looked('art')
    walk.found([])
    t.equal(walk.again(() => {}), isAgain)
  }
})
