import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PacklineError } from '../../errors.js'
import { startTool } from '../tool-process.js'
import { exportCsd } from './export-csd.js'
import { defaultExportOptions } from './export-options.js'
import { exportExternally, externalToolIdentity, findExternalTool, publishExternally } from './external-exporter.js'
import type { ExternalRun } from './external-exporter.js'
import { csdWith } from './fixtures/csd-text.js'

const csd = Buffer.from(csdWith(''))

/** The stand-in in a folder of its own, in `mode`, with a limiter that notes what was asked of it. */
function standIn (folder: string, mode: string): { run: ExternalRun, leases: string[], called: () => string[] } {
  const file = join(folder, 'CCSUIExporter.mjs')
  copyFileSync(new URL('fixtures/exporter-stand-in.mjs', import.meta.url), file)
  chmodSync(file, 0o755)
  writeFileSync(join(folder, 'mode'), mode)
  writeFileSync(join(folder, 'result.csb'), exportCsd(csd, 'a').csb)
  const leases: string[] = []
  const limiter = {
    withLease: async <T>(name: string, use: (lease: never) => Promise<T>) => {
      leases.push(name)
      return await use({ signal: new AbortController().signal, spawn: startTool } as never)
    }
  } as ExternalRun['limiter']
  return {
    leases,
    called: () => JSON.parse(readFileSync(join(folder, 'called.json'), 'utf8')) as string[],
    run: { file, environment: { PATH: process.env.PATH }, limiter, timeoutMs: 20_000, signal: new AbortController().signal }
  }
}

t.test('an export runs under a lease and hands back the csb', async t => {
  const { run, leases, called } = standIn(t.testdir({}), 'good')

  const { csb, warnings } = await exportExternally(csd, 'ui/-Main.csd', { ...defaultExportOptions, texturePrefix: 'tex/', fontPrefix: 'f/' }, run)

  t.same(Buffer.from(csb), Buffer.from(exportCsd(csd, 'a').csb))
  t.same(warnings, [])
  t.same(leases, ['ccsuiexporter'])
  t.same(called(), ['--texture-prefix', 'tex/', '--font-prefix', 'f/', '--output', './out/ui/-Main.csb', './in/ui/-Main.csd'])
})

t.test('its text becomes the error when it fails', async t => {
  await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), 'fail').run), { code: 'TOOL_FAILED', details: { tool: 'CCSUIExporter', reason: 'Parse error: node Panel_1 is broken' } })
})

t.test('its text is warnings when it succeeds', async t => {
  t.same((await exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), 'warn').run)).warnings, ['placeholder used'])
})

t.test('nothing or a damaged csb with exit status 0 is a failure', async t => {
  for (const mode of ['nothing', 'damaged']) await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, standIn(t.testdir({}), mode).run), { code: 'TOOL_FAILED' }, mode)
})

t.test('one that hangs is ended after its time', async t => {
  const { run } = standIn(t.testdir({}), 'hang')
  await t.rejects(exportExternally(csd, 'a.csd', defaultExportOptions, { ...run, timeoutMs: 500 }), { code: 'TOOL_FAILED', details: { reason: 'no end after 0.5 s' } })
})

t.test('Cocos.Tool publishes a whole project', async t => {
  const folder = t.testdir({})
  const { run, leases, called } = standIn(folder, 'good')

  await publishExternally(join(folder, 'Game.ccs'), join(folder, 'out'), run)

  t.same(leases, ['cocos-tool'])
  t.same(called(), ['publish', '-f', join(folder, 'Game.ccs'), '-o', join(folder, 'out'), '-d', 'Serializer_FlatBuffers'])
})

t.test('the identity of a tool changes with its program', async t => {
  const { run } = standIn(t.testdir({}), 'good')
  const before = await externalToolIdentity(run.file)
  writeFileSync(run.file, 'another')

  t.match(before, /^[0-9a-f]{64}$/)
  t.not(await externalToolIdentity(run.file), before)
})

t.test('a tool that is not there is missing, with no other in its place', async t => {
  t.throws(() => findExternalTool('ccsuiexporter', { PATH: t.testdirName }), { code: 'TOOL_NOT_FOUND' })
  t.throws(() => findExternalTool('cocos-tool', { PATH: process.env.PATH, PACKLINE_COCOS_TOOL: '/nowhere/Cocos.Tool' }), { code: 'TOOL_NOT_FOUND' })
})

t.test('a tool that no licence names runs without a seat', async t => {
  const { run } = standIn(t.testdir({}), 'good')
  const limiter = { withLease: async () => { throw new PacklineError('LICENCE_UNKNOWN', {}) } }

  t.ok((await exportExternally(csd, 'a.csd', defaultExportOptions, { ...run, limiter })).csb.length > 0)
})
