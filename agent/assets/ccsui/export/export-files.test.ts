import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../../../errors.js'
import { exportCsd } from './export-csd.js'
import { exportFiles, outputBelow } from './export-files.js'
import { exportInThread } from './export-thread.js'
import { csdWith } from '../fixtures/csd-text.js'

const { signal } = new AbortController()
const csd = (index: number) =>
  csdWith(`<Children><AbstractNodeData Name="N${index}" Tag="${index % 7 === 0 ? 'x' : index}"/></Children>`)

const count = 40
/** Few enough for a second thread on every machine with two cores. */
const filesPerThread = 20

function scene (t: Test, broken: readonly number[] = []) {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'in'))
  const inputs = Array.from({ length: count }, (_, index) => {
    const relative = `${index}.csd`
    writeFileSync(join(folder, 'in', relative), broken.includes(index) ? '<GameFile>' : csd(index))
    return {
      file: join(folder, 'in', relative),
      relative,
      output: outputBelow(join(folder, 'out/deep'), relative)
    }
  })
  return { folder, inputs }
}

t.test('many files are exported by several threads as one thread would', async t => {
  const { inputs } = scene(t)

  const { written, failed } = await exportFiles(inputs, {}, signal, filesPerThread)

  t.same(failed, [])
  t.same(
    written.map(({ output }) => output),
    inputs.map(({ output }) => output),
    'in the order of the inputs'
  )
  t.ok(
    inputs.every(({ output }, index) =>
      readFileSync(output).equals(Buffer.from(exportCsd(Buffer.from(csd(index)), 'x').csb))
    )
  )
  t.same(written.filter(({ warnings }) => warnings.length === 1).length, Math.ceil(count / 7))
  t.equal(written[0]!.bytes, readFileSync(inputs[0]!.output).length)
})

t.test('errors come in the order of the inputs, and nothing is left', async t => {
  const broken = [3, 20, 39]
  const { folder, inputs } = scene(t, broken)

  const { written, failed } = await exportFiles(inputs, {}, signal, filesPerThread)

  t.same(written, [])
  t.same(
    failed.map(({ input, error }) => [input, error.code, error instanceof PacklineError]),
    broken.map(index => [inputs[index]!.file, 'CCSUI_TRUNCATED', true])
  )
  t.same(readdirSync(folder), ['in'])
  t.equal(
    (await exportFiles(inputs, { keepGoing: true }, signal, filesPerThread)).written.length,
    count - broken.length
  )
  t.equal(readdirSync(join(folder, 'out/deep')).length, count - broken.length)
})

t.test('another thread exports what is not taken yet, and its errors keep their class', async t => {
  const { folder, inputs } = scene(t, [30])
  const files = inputs.map(({ file, relative }) => ({
    input: file,
    name: relative,
    file: join(folder, relative),
    temporary: join(folder, `${relative}.tmp`)
  }))
  const taken = new Int32Array(new SharedArrayBuffer(4))
  taken[0] = 24
  const thread = exportInThread({ files, serializer: 'csb', options: {}, taken })
  t.teardown(thread.close)

  const results = await thread.results

  t.same(results.map(({ index }) => index), inputs.flatMap((_, index) => index < 24 ? [] : [index]))
  t.ok(
    results.every(({ index, bytes, error }) =>
      error === undefined ? readFileSync(files[index]!.temporary).length === bytes : index === 30
    )
  )
  const { error } = results.find(({ index }) => index === 30)!
  t.ok(error instanceof PacklineError && error.code === 'CCSUI_TRUNCATED')
  t.same(results.find(({ index }) => index === 28)!.warnings.map(({ code }) => code), ['CCSUI_BAD_NUMBER'])
})

t.test('a cancelled export leaves nothing', async t => {
  const { folder, inputs } = scene(t)
  const stop = new AbortController()
  const exporting = exportFiles(inputs, {}, stop.signal, filesPerThread)
  stop.abort()

  await t.rejects(exporting, { name: 'AbortError' })
  t.notOk(existsSync(join(folder, 'out')))
})

t.test('a place that cannot be taken leaves whole files only, new or old', async t => {
  const { inputs } = scene(t)
  mkdirSync(join(inputs[10]!.output, 'x'), { recursive: true })
  writeFileSync(inputs[20]!.output, 'older')

  await t.rejects(exportFiles(inputs, {}, signal, filesPerThread))

  t.same(readdirSync(join(inputs[0]!.output, '..')).filter(name => name.endsWith('.tmp')), [])
  t.equal(readFileSync(inputs[20]!.output, 'utf8'), 'older')
  t.equal(readFileSync(inputs[0]!.output).length, exportCsd(Buffer.from(csd(0)), 'x').csb.length)
})
