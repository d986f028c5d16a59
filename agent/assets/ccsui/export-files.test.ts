import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../../errors.js'
import { exportCsd } from './export-csd.js'
import { exportFiles, outputBelow } from './export-files.js'
import { csdWith } from './fixtures/csd-text.js'

const { signal } = new AbortController()
const csd = (index: number) => csdWith(`<Children><AbstractNodeData Name="N${index}" Tag="${index % 7 === 0 ? 'x' : index}"/></Children>`)

/** Enough files for a second thread on every machine with two cores. */
const count = 300

function scene (t: Test, broken: readonly number[] = []) {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'in'))
  const inputs = Array.from({ length: count }, (_, index) => {
    const relative = `${index}.csd`
    writeFileSync(join(folder, 'in', relative), broken.includes(index) ? '<GameFile>' : csd(index))
    return { file: join(folder, 'in', relative), relative, output: outputBelow(join(folder, 'out/deep'), relative) }
  })
  return { folder, inputs }
}

t.test('many files are exported by several threads as one thread would', async t => {
  const { inputs } = scene(t)

  const { written, failed } = await exportFiles(inputs, {}, false, signal)

  t.same(failed, [])
  t.same(written.map(({ output }) => output), inputs.map(({ output }) => output), 'in the order of the inputs')
  t.ok(inputs.every(({ output }, index) => readFileSync(output).equals(Buffer.from(exportCsd(Buffer.from(csd(index)), 'x').csb))))
  t.same(written.filter(({ warnings }) => warnings.length === 1).length, Math.ceil(count / 7))
  t.equal(written[0]!.bytes, readFileSync(inputs[0]!.output).length)
})

t.test('errors come from every thread with their class, and nothing is left', async t => {
  const broken = [3, 150, 299]
  const { folder, inputs } = scene(t, broken)

  const { written, failed } = await exportFiles(inputs, {}, false, signal)

  t.same(written, [])
  t.same(failed.map(({ input, error }) => [input, error.code, error instanceof PacklineError]), broken.map(index => [inputs[index]!.file, 'CCSUI_TRUNCATED', true]))
  t.same(readdirSync(folder), ['in'])
  t.equal((await exportFiles(inputs, {}, true, signal)).written.length, count - broken.length)
  t.equal(readdirSync(join(folder, 'out/deep')).length, count - broken.length)
})

t.test('a cancelled export leaves nothing', async t => {
  const { folder, inputs } = scene(t)
  const stop = new AbortController()
  const exporting = exportFiles(inputs, {}, false, stop.signal)
  stop.abort()

  await t.rejects(exporting, { name: 'AbortError' })
  t.notOk(existsSync(join(folder, 'out')))
})

t.test('a place that cannot be taken leaves whole files only, new or old', async t => {
  const { inputs } = scene(t)
  mkdirSync(join(inputs[100]!.output, 'x'), { recursive: true })
  writeFileSync(inputs[200]!.output, 'older')

  await t.rejects(exportFiles(inputs, {}, false, signal))

  t.same(readdirSync(join(inputs[0]!.output, '..')).filter(name => name.endsWith('.tmp')), [])
  t.equal(readFileSync(inputs[200]!.output, 'utf8'), 'older')
  t.equal(readFileSync(inputs[0]!.output).length, exportCsd(Buffer.from(csd(0)), 'x').csb.length)
})
