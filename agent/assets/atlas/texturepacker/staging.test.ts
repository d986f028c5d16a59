// Takes 12 s.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { classifyWorkspace, measureFileSystem } from '../../../files/file-system-speed.js'
import type { FileSystemSpeed, ProbeFiles } from '../../../files/file-system-speed.js'
import { mountOf, parseMountInfo } from '../../../files/mount-table.js'
import { PacklineError } from '../../../errors.js'
import { exportCsd } from '../../ccsui/export/export-csd.js'
import { csdWith } from '../../ccsui/fixtures/csd-text.js'
import { installExporterStandIn } from '../../ccsui/testing/exporter-stand-in.js'
import type { BuildSettings } from '../../run/run-settings.js'
import { testProject } from '../../testing/project.js'
import { slowMount } from '../../../files/testing/slow-mount.js'
import { ToolWorkspace } from '../../actions/tool-workspace.js'
import type { StagedInput, ToolWorkspaceSettings } from '../../actions/tool-workspace.js'

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
  t.equal(
    mountOf(parseMountInfo('1 0 0:1 / /a rw - ext4 x rw\n2 1 0:2 / /a rw - 9p y rw\n'), '/a/b')?.type,
    '9p'
  )
})

/** Not a slow file system: the real one with an injected delay before each operation. */
const injectedDelay = (milliseconds: number): ProbeFiles => ({
  write: async (file, bytes) => {
    await delay(milliseconds)
    await writeFile(file, bytes)
  },
  read: async file => {
    await delay(milliseconds)
    return await readFile(file)
  }
})

t.test('a local type is fast without a probe', async t => {
  const folder = t.testdir({})
  const files: ProbeFiles = {
    write: async () => {
      t.fail('probed')
    },
    read: async () => {
      t.fail('probed')
    }
  }

  t.match(
    await measureFileSystem(folder, {
      mountInfo: '1 0 0:1 / / rw - ext4 x rw\n',
      localFolder: folder,
      files,
      signal
    }),
    { isSlow: false, decidedBy: 'type', type: 'ext4' }
  )
})

t.test('any other type is measured and compared with the local folder (injected delay)', async t => {
  const folder = t.testdir({ local: {}, share: {} })
  const options = {
    mountInfo: '1 0 0:1 / / rw - fuse.newname x rw\n',
    localFolder: join(folder, 'local'),
    probeCount: 20,
    signal
  }

  const slow = await measureFileSystem(join(folder, 'share'), { ...options, files: injectedDelay(25) })
  t.match(slow, { isSlow: true, decidedBy: 'probe', type: 'fuse.newname' })
  t.ok(slow.perFileMicroseconds! > 25_000)
  t.equal(
    (await measureFileSystem(join(folder, 'share'), {
      ...options,
      files: injectedDelay(5),
      localFiles: injectedDelay(5)
    }))
      .isSlow,
    false
  )
  t.same(readdirSync(join(folder, 'share')), [], 'the probe leaves nothing')
})

t.test('a very slow place is not probed for minutes (injected delay)', async t => {
  const folder = t.testdir({ local: {}, share: {} })
  let writes = 0
  const files: ProbeFiles = {
    ...injectedDelay(30),
    write: async () => {
      writes++
      await delay(30)
    },
    read: async () => {
      await delay(30)
    }
  }

  t.match(
    await measureFileSystem(join(folder, 'share'), {
      mountInfo: undefined,
      localFolder: join(folder, 'local'),
      files,
      signal
    }),
    { isSlow: true, type: 'unknown' }
  )
  t.ok(writes >= 17 && writes < 40, `${writes} files`)
})

const mount = await slowMount(t, 1)
const onSlowMount = { skip: 'reason' in mount ? mount.reason : false }
const slowFolder = 'folder' in mount ? mount.folder : ''

t.test('a real slow mount (FUSE) is found slow, and nothing stays there', onSlowMount, async t => {
  const speed = await classifyWorkspace(slowFolder, { TMPDIR: t.testdir({}) }, signal)

  t.match(speed, { isSlow: true, decidedBy: 'probe', type: 'fuse', mountPoint: slowFolder })
  t.ok(speed.perFileMicroseconds! > 6000)
  t.same(readdirSync(slowFolder), [])
})

t.test(
  'a build on a real slow mount (FUSE) works locally; only changed outputs come back',
  onSlowMount,
  async t => {
    const game = testProject({}, slowFolder)
    t.teardown(game.remove)
    const tool = installExporterStandIn(join(game.home, 'tool'))
    const names = ['a', 'b', '公会'].map(name => `ui/${name}.csd`)
    game.write(
      Object.fromEntries(names
        .map((name, index) => [name, csdWith(`<Children><AbstractNodeData Name="N${index}"/></Children>`)]))
    )
    game.rules({ name: 'ui', processor: 'ccsui', tool: 'ccsuiexporter', include: ['ui/*.csd'], output: 'ui' })
    const build = async (settings: Partial<BuildSettings> = {}) =>
      await game.build({
        ...settings,
        environment: tool.environment,
        limiter: async () => ({
          withLease: async () => {
            throw new PacklineError('LICENCE_UNKNOWN', { licence: 'none', known: [] })
          },
          close: async () => {}
        })
      })
    const output = (path: string) => statSync(join(game.folder, 'out', path), { bigint: true })

    const first = await build()
    t.match(first.staging, {
      fileSystem: { type: 'fuse', isSlow: true, decidedBy: 'probe' },
      reason: 'slow',
      staged: 3,
      inPlace: 0,
      files: 3
    })
    t.ok(first.staging!.estimatedSavedMs > 0)
    t.ok(
      tool.folders().every(folder => folder.startsWith(join(game.home, 'tool'))),
      'the tool worked in the local folder'
    )
    const before = ['ui/a.csb', 'ui/b.csb'].map(output)
    t.match(await build(), { actions: { executed: 0 }, written: [] })

    writeFileSync(
      join(game.home, 'tool/result.csb'),
      exportCsd(Buffer.from(csdWith('<Children/>', '<Animation Duration="9"/>')), 'a').csb
    )
    game.write({ 'ui/a.csd': csdWith('') })
    // The place has been measured.
    const second = await build({ classifyFileSystem: async () => first.staging!.fileSystem })
    t.same(second.written, ['out/ui/a.csb'])
    t.same(readFileSync(join(game.folder, 'out/ui/a.csb')), readFileSync(join(game.home, 'tool/result.csb')))
    t.equal(output('ui/b.csb').mtimeNs, before[1]!.mtimeNs)
    t.not(output('ui/a.csb').mtimeNs, before[0]!.mtimeNs)
  }
)

const slow: FileSystemSpeed = {
  mountPoint: '/',
  type: 'fuse.grpcfuse',
  isSlow: true,
  decidedBy: 'probe',
  perFileMicroseconds: 5000,
  localPerFileMicroseconds: 50
}
const inputs: StagedInput[] = ['art/a.txt', 'art/deep/b.txt'].map(
  path => [path.slice(4), { path, name: path, sha256: '', size: 1 }]
)

function workspace (t: Test, settings: Partial<ToolWorkspaceSettings> = {}) {
  const folder = t.testdir({ local: {}, game: { art: { 'a.txt': 'A', deep: { 'b.txt': 'B' } } } })
  const [project, local, workFolder] = [
    join(folder, 'game'),
    join(folder, 'local'),
    join(folder, 'game/.packline/out')
  ]
  const tools = new ToolWorkspace({
    project,
    workFolder,
    environment: { TMPDIR: local },
    read: async file => await readFile(join(project, file.path)),
    signal,
    classify: async () => slow,
    ...settings
  })
  return { tools, local, workFolder }
}

t.test('beside a slow workspace a tool works in the local folder, on copies', async t => {
  const { tools, local } = workspace(t)
  t.equal(tools.summary, undefined, 'nothing is measured before a tool runs')

  const result = await tools.use(inputs, async folder => {
    t.ok(folder.startsWith(`${local}/`))
    t.same(readdirSync(folder).sort(), ['in', 'out', 'tmp'])
    writeFileSync(
      join(folder, 'out/new.txt'),
      readFileSync(join(folder, 'in/a.txt'), 'utf8') + readFileSync(join(folder, 'in/deep/b.txt'), 'utf8')
    )
    return readFileSync(join(folder, 'out/new.txt'), 'utf8')
  })

  t.equal(result, 'AB')
  // Two files in and one out, each 4.95 ms.
  t.match(tools.summary, {
    fileSystem: slow,
    reason: 'slow',
    staged: 1,
    inPlace: 0,
    files: 2,
    bytes: 2,
    estimatedSavedMs: 15
  })
  t.same(readdirSync(local), [])
})

t.test("in a fast workspace a tool works in it, in packline's own folder", async t => {
  const { tools, workFolder, local } = workspace(t, { classify: async () => ({ ...slow, isSlow: false }) })

  await tools.use(inputs, async folder => {
    t.ok(folder.startsWith(`${workFolder}/tools/`))
    t.same(readdirSync(local), [])
  })

  t.match(tools.summary, { reason: 'fast', staged: 0, inPlace: 1, estimatedSavedMs: 0 })
  t.same(readdirSync(join(workFolder, 'tools')), [])
})

t.test('without space in the local folder a tool works in the slow workspace, and the report says why', async t => {
  const asked: string[] = []
  const { tools, workFolder, local } = workspace(t, {
    freeBytes: async folder => {
      asked.push(folder)
      return 64 * 1024 * 1024
    }
  })

  await tools.use(inputs, async folder => {
    t.ok(folder.startsWith(`${workFolder}/tools/`))
  })

  t.match(tools.summary, { reason: 'no-space', staged: 0, inPlace: 1, estimatedSavedMs: 0 })
  t.same(asked, [local])
})

t.test('the file system is looked at once for all tools of a run', async t => {
  let looks = 0
  const { tools } = workspace(t, {
    classify: async () => {
      looks++
      return slow
    }
  })

  await Promise.all([1, 2, 3].map(async () => {
    await tools.use(inputs, async () => {})
  }))

  t.equal(looks, 1)
  t.match(tools.summary, { staged: 3, files: 6 })
})

t.test('inputs of a slow place are read many at a time (injected delay)', async t => {
  let [open, most] = [0, 0]
  const { tools } = workspace(t, {
    read: async () => {
      most = Math.max(most, ++open)
      await delay(20)
      open--
      return Buffer.alloc(1)
    }
  })
  await tools.use(
    Array.from(
      { length: 100 },
      (_, index): StagedInput => [`${index}`, { path: `${index}`, name: '', sha256: '', size: 1 }]
    ),
    async () => {}
  )

  t.equal(most, 32)
})

t.test('failed work, and inputs that changed, leave no folder', async t => {
  const { tools, local } = workspace(t)
  await t.rejects(
    tools.use(inputs, async () => {
      throw new Error('tool failed')
    }),
    /tool failed/
  )
  const other = workspace(t, {
    read: async () => {
      throw new Error('changed')
    }
  })
  await t.rejects(
    other.tools.use(inputs, async () => {
      t.fail('ran')
    }),
    /changed/
  )

  t.same([...readdirSync(local), ...readdirSync(other.local)], [])
})

t.test('what killed runs left is removed: all of it in the workspace, in the local folder what is older than a day', async t => {
  const { tools, local, workFolder } = workspace(t)
  const left = [
    join(workFolder, 'tools/packline-tool-x'),
    join(local, 'packline-tool-old'),
    join(local, 'packline-tool-new'),
    join(local, 'other')
  ]
  for (const folder of left) mkdirSync(join(folder, 'in'), { recursive: true })
  for (const folder of [left[1]!, left[3]!]) utimesSync(folder, 0, 0)

  await tools.use(inputs, async () => {})

  t.same(left.map(folder => existsSync(folder)), [false, false, true, true])
  t.ok(statSync(left[2]!).isDirectory())
})
