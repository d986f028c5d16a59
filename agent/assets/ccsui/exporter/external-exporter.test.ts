import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PacklineError } from '../../../errors.js'
import { startProgram } from '../../../processes/process-group.js'
import { exportCsd } from '../export/export-csd.js'
import { defaultExportOptions } from '../export-options.js'
import { exportExternally, withFolder } from './external-exporter.js'
import { externalToolVersion, findExternalTool, identityOf } from './external-tool.js'
import type { ExternalRun } from './external-tool.js'
import { csdWith } from '../fixtures/csd-text.js'
import { publishProject } from './publish-project.js'
import { installExporterStandIn } from '../testing/exporter-stand-in.js'
import type { StandInMode } from '../testing/exporter-stand-in.js'

// All of these run a stand-in (fixtures/exporter-stand-in.mjs), none of the real tools.

const csd = Buffer.from(csdWith(''))
const { signal } = new AbortController()

/** The stand-in in a folder of its own, in `mode`, with a limiter that notes what was asked of it. */
function standIn (folder: string, mode: StandInMode) {
  const tool = installExporterStandIn(folder)
  tool.set(mode)
  const leases: string[] = []
  const limiter = {
    withLease: async <T>(name: string, use: (lease: never) => Promise<T>) => {
      leases.push(name)
      return await use({ signal, spawn: startProgram } as never)
    }
  } as ExternalRun['limiter']
  const run: ExternalRun = {
    tool: 'ccsuiexporter',
    file: tool.file,
    environment: tool.environment,
    limiter,
    timeoutMs: 20_000,
    signal
  }
  return { ...tool, leases, run }
}

t.test('an export runs under a lease and hands back the csb', async t => {
  const { run, leases, called } = standIn(t.testdir({}), 'good')

  const { csb, warnings } = await exportExternally(csd, 'ui/-Main.csd', {
    ...defaultExportOptions,
    texturePrefix: 'tex/',
    fontPrefix: 'f/'
  }, run)

  t.same(Buffer.from(csb), Buffer.from(exportCsd(csd, 'a').csb))
  t.same(warnings, [])
  t.same(leases, ['ccsuiexporter'])
  t.same(called(), [
    '--texture-prefix',
    'tex/',
    '--font-prefix',
    'f/',
    '--output',
    './out/ui/-Main.csb',
    './in/ui/-Main.csd'
  ])
})

t.test('its text on standard output becomes the error, and only where there is none that on standard error', async t => {
  await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), 'fail').run), {
    code: 'TOOL_FAILED',
    details: { tool: 'CCSUIExporter', reason: 'Parse error: node Panel_1 is broken' }
  })
  await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), 'crash').run), {
    code: 'TOOL_FAILED',
    details: { reason: 'Segmentation fault' }
  })
})

t.test('its text is warnings when it succeeds', async t => {
  t.same(
    (await exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), 'warn').run)).warnings,
    ['placeholder used']
  )
})

t.test('nothing or a damaged csb with exit status 0 is a failure, and no folder is left', async t => {
  for (const mode of ['nothing', 'damaged'] as const) {
    const folder = t.testdir({})
    await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, standIn(folder, mode).run), {
      code: 'TOOL_FAILED'
    }, mode)
    t.same(readdirSync(folder).filter(name => name.startsWith('packline-')), [])
  }
})

t.test('one that hangs is ended after its time', async t => {
  const { run } = standIn(t.testdir({}), 'hang')
  await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, { ...run, timeoutMs: 500 }), {
    code: 'TOOL_FAILED',
    details: { reason: 'no end after 0.5 s' }
  })
})

t.test('Cocos.Tool publishes a whole project, and every csd has to have its csb', async t => {
  const folder = t.testdir({})
  const tool = standIn(folder, 'good')
  const run: ExternalRun = { ...tool.run, tool: 'cocos-tool' }
  const publish = async (csds: string[]) =>
    await withFolder(run, async place => {
      mkdirSync(join(place, 'cocosstudio/ui'), { recursive: true })
      for (const name of ['Main.csd', 'ui/Shop.csd']) writeFileSync(join(place, 'cocosstudio', name), csd)
      return [place, await publishProject(place, join(place, 'Game.ccs'), csds, run)] as const
    })

  const [place, { csbs, warnings }] = await publish(['Main.csd', 'ui/Shop.csd'])

  t.same([...csbs.keys()], ['Main.csb', 'ui/Shop.csb'])
  t.same(Buffer.from(csbs.get('ui/Shop.csb')!), tool.csb)
  t.same(warnings, [])
  t.same(tool.leases, ['cocos-tool'])
  t.same(tool.called(), [
    'publish',
    '-f',
    join(place, 'Game.ccs'),
    '-o',
    join(place, 'out'),
    '-d',
    'Serializer_FlatBuffers'
  ])
  await t.rejects(publish(['Main.csd', 'Gone.csd']), {
    code: 'TOOL_FAILED',
    details: { tool: 'Cocos.Tool', reason: 'it wrote no Gone.csb' }
  })
  tool.set('damaged')
  await t.rejects(publish(['Main.csd']), {
    code: 'TOOL_FAILED',
    details: { reason: /Main\.csb is no readable csb/ }
  })
})

t.test('the version of a tool is what it prints, else that of its application bundle, else unknown', async t => {
  const folder = t.testdir({
    'Cocos.app': {
      Contents: {
        'Info.plist':
          '<plist><dict><key>CFBundleShortVersionString</key>\n<string>3.10.1</string></dict></plist>',
        MacOS: {}
      }
    },
    plain: {}
  })
  const plain = installExporterStandIn(join(folder, 'plain'))
  const bundled = installExporterStandIn(join(folder, 'Cocos.app/Contents/MacOS'))
  const version = async (tool: typeof plain) =>
    await externalToolVersion('cocos-tool', tool.file, tool.environment, signal)

  t.equal(await version(plain), 'unknown')
  t.equal(await version(bundled), '3.10.1')
  plain.set('good', 'CCSUIExporter version 1.4.2 (build 7)')
  t.equal(await version(plain), '1.4.2')
})

t.test('the identity of a tool changes with its version and with its program, and is asked for once', async t => {
  const tool = installExporterStandIn(t.testdir({}))
  tool.set('good', '1.4.2')
  const kept = new Map<string, unknown>()
  const runner = {
    run: async (action: { inputs: unknown, run: () => Promise<{ value?: unknown }> }) => {
      const key = JSON.stringify(action.inputs)
      if (!kept.has(key)) kept.set(key, (await action.run()).value)
      return { value: kept.get(key), blobs: {} }
    }
  } as never
  const identity = async () =>
    await identityOf('ccsuiexporter', tool.file, 'ui', { runner, environment: tool.environment, signal })

  const first = await identity()
  t.match(first, /^1\.4\.2 sha256:[0-9a-f]{64}$/)
  t.equal(await identity(), first)
  t.equal(tool.versionCalls(), 1)
  tool.set('good', '1.5.0')
  writeFileSync(tool.file, `${readFileSync(tool.file, 'utf8')}\n`)
  const second = await identity()
  t.match(second, /^1\.5\.0 sha256:/)
  t.not(second.split(' ')[1], first.split(' ')[1])
})

t.test('a tool that is not there is missing, with no other in its place', async t => {
  t.throws(() => findExternalTool('ccsuiexporter', { PATH: t.testdirName }), { code: 'TOOL_NOT_FOUND' })
  t.throws(
    () =>
      findExternalTool('cocos-tool', { PATH: process.env.PATH, PACKLINE_COCOS_TOOL: '/nowhere/Cocos.Tool' }),
    { code: 'TOOL_NOT_FOUND' }
  )
})

t.test('a tool that no licence names runs without a seat', async t => {
  const { run } = standIn(t.testdir({}), 'good')
  const limiter = {
    withLease: async () => {
      throw new PacklineError('LICENCE_UNKNOWN', { licence: 'none', known: [] })
    }
  }

  t.ok((await exportExternally(csd, 'a.csd', defaultExportOptions, { ...run, limiter })).csb.length > 0)
})
