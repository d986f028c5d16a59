import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildCcsui } from './ccsui-processor.js'
import { exportCsd } from './ccsui/export-csd.js'
import { csdWith } from './ccsui/fixtures/csd-text.js'
import type { BuildContext, Group } from './processor.js'
import { startTool } from './tool-process.js'

const csd = Buffer.from(csdWith(''))
const other = Buffer.from(exportCsd(Buffer.from(csdWith('<Children><AbstractNodeData Name="Other"/></Children>')), 'a').csb)

/** A group of one csd for `tool`, and a context that notes the actions; the exporter is a stand-in that always writes `other`. */
function scene (folder: string, tool: string) {
  const program = join(folder, 'CCSUIExporter.mjs')
  copyFileSync(new URL('ccsui/fixtures/exporter-stand-in.mjs', import.meta.url), program)
  chmodSync(program, 0o755)
  writeFileSync(join(folder, 'mode'), 'warn')
  writeFileSync(join(folder, 'result.csb'), other)
  const actions: Array<{ inputs: { tools?: Record<string, string> } }> = []
  const blobs: Buffer[] = []
  const warnings: string[] = []
  const context = {
    environment: { PATH: process.env.PATH, PACKLINE_CCSUIEXPORTER: program },
    signal: new AbortController().signal,
    limiter: async () => ({ withLease: async (_name: string, use: (lease: unknown) => unknown) => await use({ signal: new AbortController().signal, spawn: startTool }) }),
    readSource: async () => csd,
    references: [],
    warn: (warning: string) => { warnings.push(warning) },
    runner: {
      run: async (action: { inputs: object, run: () => Promise<{ value: unknown, blobs: { csb: Buffer } }> }) => {
        actions.push(action)
        const { value, blobs: made } = await action.run()
        blobs.push(Buffer.from(made.csb))
        return { value, blobs: made }
      }
    }
  } as unknown as BuildContext
  const file = { path: 'ui/Main.csd', name: 'Main.csd', sha256: '0', size: csd.length }
  const group = { id: 'ui', base: 'ui', dir: 'ui', files: [file], rule: { name: 'ui', processor: 'ccsui', tool, include: [], exclude: [], output: 'ui', options: { checkReferences: true, texturePrefix: '', textureType: 'keep', csbPrefix: '', fontPrefix: '', unknownClass: 'error' } } } as unknown as Group
  return { group, context, actions, blobs, warnings }
}

t.test('the embedded exporter needs no tool in its key', async t => {
  const { group, context, actions, blobs } = scene(t.testdir({}), 'embedded')

  t.match(await buildCcsui(group, context), [{ path: 'ui/Main.csb' }])
  t.same(blobs, [Buffer.from(exportCsd(csd, 'a').csb)])
  t.notOk('tools' in actions[0]!.inputs)
})

t.test('a rule with ccsuiexporter uses that program, whose digest is part of the key', async t => {
  const { group, context, actions, blobs, warnings } = scene(t.testdir({}), 'ccsuiexporter')

  await buildCcsui(group, context)

  t.same(blobs, [other])
  t.match(actions[0]!.inputs.tools?.CCSUIExporter, /^[0-9a-f]{64}$/)
  t.same(warnings, ['ui/Main.csd: placeholder used'])
})

t.test('a rule never falls back to the embedded exporter', async t => {
  const { group, context } = scene(t.testdir({}), 'ccsuiexporter')

  await t.rejects(buildCcsui(group, { ...context, environment: { PATH: t.testdirName } }), { code: 'TOOL_NOT_FOUND' })
  await t.rejects(buildCcsui({ ...group, rule: { ...group.rule, tool: 'cocos-tool' } }, context), { code: 'TOOL_FAILED' })
})
