import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { measureFileSystem } from './file-system-speed.js'
import type { FileSystemSpeed, ProbeFiles } from './file-system-speed.js'
import { mountOf, parseMountInfo } from './mount-table.js'
import { runStaged } from './staged-run.js'

const { signal } = new AbortController()
const mac = `22 1 0:20 / / rw - overlay overlay rw
30 22 0:31 / /work rw - ext4 /dev/vda1 rw
40 22 0:41 / /work/game rw,relatime - fuse.grpcfuse grpcfuse rw
41 22 0:42 / /work/my\\040game rw - virtiofs share rw
42 22 0:43 / /work/game/cache rw shared:3 - tmpfs tmpfs rw
`

t.test('a path belongs to the mount with the longest prefix of whole names', async t => {
  const mounts = parseMountInfo(mac)
  const type = (path: string) => mountOf(mounts, path)?.type

  t.equal(type('/work/game'), 'fuse.grpcfuse')
  t.equal(type('/work/game/art/a.png'), 'fuse.grpcfuse')
  t.equal(type('/work/game2'), 'ext4')
  t.equal(type('/work/my game/x'), 'virtiofs')
  t.equal(type('/work/game/cache/x'), 'tmpfs')
  t.equal(type('/elsewhere'), 'overlay')
})

t.test('of two mounts on one place the later one counts', async t => {
  t.equal(mountOf(parseMountInfo('1 0 0:1 / /a rw - ext4 x rw\n2 1 0:2 / /a rw - 9p y rw\n'), '/a/b')?.type, '9p')
})

/** Not a slow file system: the real one with an injected delay before each operation. */
const injectedDelay = (milliseconds: number): ProbeFiles => ({
  write: async (file, bytes) => { await delay(milliseconds); await writeFile(file, bytes) },
  read: async file => { await delay(milliseconds); return await readFile(file) }
})

t.test('a local type is fast without a probe', async t => {
  const folder = t.testdir({})
  const files: ProbeFiles = { write: async () => { t.fail('probed') }, read: async () => { t.fail('probed') } }

  t.match(await measureFileSystem(folder, { mountInfo: '1 0 0:1 / / rw - ext4 x rw\n', localFolder: folder, files, signal }), { isSlow: false, decidedBy: 'type', type: 'ext4' })
})

t.test('any other type is measured and compared with the local folder (injected delay)', async t => {
  const folder = t.testdir({ local: {}, share: {} })
  const options = { mountInfo: '1 0 0:1 / / rw - fuse.newname x rw\n', localFolder: join(folder, 'local'), probeCount: 20, signal }

  const slow = await measureFileSystem(join(folder, 'share'), { ...options, files: injectedDelay(25) })
  t.match(slow, { isSlow: true, decidedBy: 'probe', type: 'fuse.newname' })
  t.ok(slow.perFileMicroseconds! > 25_000)
  t.equal((await measureFileSystem(join(folder, 'share'), { ...options, files: injectedDelay(5), localFiles: injectedDelay(5) })).isSlow, false)
  t.same(readdirSync(join(folder, 'share')), [], 'the probe leaves nothing')
})

const slow: FileSystemSpeed = { mountPoint: '/', type: 'fuse.grpcfuse', isSlow: true, decidedBy: 'probe', perFileMicroseconds: 5000, localPerFileMicroseconds: 50 }
const workspace = { local: {}, game: { art: { 'a.txt': 'A', 'b.txt': 'B' }, other: { 'c.txt': 'C' }, out: { 'same.txt': 'same', 'old.txt': 'old', 'gone.txt': 'gone' } } }
const optionsIn = (folder: string) => ({ workspace: join(folder, 'game'), inputs: ['art/a.txt', 'art/b.txt'], output: 'out', speed: slow, localFolder: join(folder, 'local'), signal })

t.test('a slow workspace is worked on in a local copy, and only changed outputs come back', async t => {
  const folder = t.testdir(workspace)
  const options = optionsIn(folder)
  const untouched = statSync(join(folder, 'game/out/same.txt')).ino

  const { result, report } = await runStaged(options, async work => {
    t.ok(work.startsWith(options.localFolder))
    t.same(readdirSync(work).sort(), ['art', 'out'])
    writeFileSync(join(work, 'out/new.txt'), readFileSync(join(work, 'art/a.txt'), 'utf8') + readFileSync(join(work, 'art/b.txt'), 'utf8'))
    writeFileSync(join(work, 'out/old.txt'), 'newer')
    writeFileSync(join(work, 'out/same.txt'), 'same')
    rmSync(join(work, 'out/gone.txt'))
    return 7
  })

  t.equal(result, 7)
  t.match(report, { decision: 'staged', reason: 'slow', stagedFiles: 5, changedOutputs: ['new.txt', 'old.txt'], removedOutputs: ['gone.txt'] })
  t.type(report.estimatedSavedMs, 'number')
  t.same(readdirSync(join(folder, 'game/out')).sort(), ['new.txt', 'old.txt', 'same.txt'])
  t.equal(readFileSync(join(folder, 'game/out/new.txt'), 'utf8'), 'AB')
  t.equal(statSync(join(folder, 'game/out/same.txt')).ino, untouched)
  t.same(readdirSync(options.localFolder), [])
})

t.test('a fast workspace is worked on in place', async t => {
  const folder = t.testdir(workspace)

  const { report } = await runStaged({ ...optionsIn(folder), speed: { ...slow, isSlow: false } }, async work => { t.equal(work, join(folder, 'game')) })

  t.match(report, { decision: 'in-place', reason: 'fast' })
})

t.test('too little local space means in place', async t => {
  const folder = t.testdir(workspace)

  const { report } = await runStaged({ ...optionsIn(folder), freeBytes: async () => 1000 }, async work => { t.equal(work, join(folder, 'game')) })

  t.match(report, { decision: 'in-place', reason: 'no-space' })
})

t.test('failed work brings nothing back and leaves no copy', async t => {
  const folder = t.testdir(workspace)

  await t.rejects(runStaged(optionsIn(folder), async work => {
    writeFileSync(join(work, 'out/old.txt'), 'half')
    throw new Error('tool failed')
  }), /tool failed/)

  t.equal(readFileSync(join(folder, 'game/out/old.txt'), 'utf8'), 'old')
  t.same(readdirSync(join(folder, 'local')), [])
})

t.test('an output that cannot be written back leaves the others as they were', async t => {
  const folder = t.testdir({ local: {}, game: { art: {}, out: { 'a.txt': 'old', b: { 'keep.txt': '' } } } })

  await t.rejects(runStaged({ ...optionsIn(folder), inputs: [] }, async work => {
    writeFileSync(join(work, 'out/a.txt'), 'new')
    rmSync(join(work, 'out/b'), { recursive: true })
    writeFileSync(join(work, 'out/b'), 'now a file')
  }))

  t.notOk(readdirSync(join(folder, 'game/out')).some(name => name.endsWith('.tmp')))
  t.equal(readFileSync(join(folder, 'game/out/b/keep.txt'), 'utf8'), '')
})
