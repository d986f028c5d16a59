import t from 'tap'
import { realMachine } from '../health/machine.js'
import type { MachineFacts } from '../health/machine-facts.js'
import { probeBuild, type BuildTimes } from '../health/probes/probe-build.js'
import type { Machine } from './farm-machine.js'
import { parseRecord } from './parse-machine.js'
import { modelMedian } from './model-median.js'

const facts: MachineFacts = {
  model: 'Apple Macmini8,1',
  cpu: 'i7',
  cores: 6,
  memoryBytes: 1,
  os: 'macOS 14.5',
  arch: 'x64',
  hostname: 'a',
  isVirtual: false
}
const best: BuildTimes = { cpu: 100, files: 100, spawn: 100, png: 100 }
const machine = (baseline: BuildTimes | null, more: Partial<MachineFacts> = {}): Pick<Machine, 'record'> => ({
  record: {
    device: 'x',
    labels: [],
    version: '',
    address: null,
    jenkinsNode: 'x',
    facts: { ...facts, ...more },
    baseline,
    instance: ''
  }
})

t.test('the median is that of machines of the same model and processor, three at least', async t => {
  const two = [machine(best), machine({ ...best, cpu: 300 })]
  t.equal(modelMedian(facts, two), undefined)
  t.equal(
    modelMedian(facts, [
      ...two,
      machine(null),
      machine(best, { model: 'Dell' }),
      machine(best, { cores: 4 })
    ]),
    undefined
  )
  t.same(modelMedian(facts, [...two, machine({ ...best, cpu: 200 })]), { ...best, cpu: 200 })
  t.equal(modelMedian(null, two), undefined)
  const unknown = { ...facts, model: 'unknown' }
  t.equal(modelMedian(unknown, Array.from({ length: 5 }, () => machine(best, unknown))), undefined)
})

t.test('the probe build tells an old machine from a failing one', async t => {
  const scores = async (own: BuildTimes | undefined, median: BuildTimes | undefined) => {
    const measured: BuildTimes[] = []
    const readings = await probeBuild({
      machine: { ...realMachine(process.env), run: async () => ({ status: 0, output: '' }) },
      nodeFile: 'node',
      folder: t.testdirName,
      everyMs: 1,
      firstAfterMs: 0,
      ownBaseline: () => own,
      modelMedian: async () => median,
      onTimes: times => measured.push(times)
    })
      .measure(new AbortController().signal)
    return { times: measured[0]!, readings: new Map(readings.map(({ kind, value }) => [kind, value])) }
  }
  const none = await scores(undefined, undefined)
  t.equal(none.readings.size, 0, 'with no history and no others it says nothing')
  const { times } = none
  const slow = (factor: number): BuildTimes => ({
    cpu: times.cpu * factor,
    files: times.files * factor,
    spawn: Math.max(1, times.spawn * factor),
    png: times.png * factor
  })
  const failing = await scores(slow(0.01), slow(0.01))
  t.ok(Number(failing.readings.get('build')) > 4, 'it was much faster itself')
  t.equal(failing.readings.get('buildModel'), 1, 'and at its best it was as fast as the others')
  t.equal(
    (await scores(best, undefined)).readings.has('buildModel'),
    false,
    'too few others: its own best alone'
  )
  const old = await scores(slow(100), slow(25))
  t.ok(Number(old.readings.get('build')) < 1, 'it never was faster')
  t.equal(old.readings.get('buildModel'), 4, 'but others of its model are')
})

t.test('what others tell of themselves is checked', async t => {
  const text = (more: object): string => JSON.stringify({ ...machine(best).record, instance: 'i', ...more })
  t.same(parseRecord(text({}))?.baseline, best)
  for (
    const baseline of [5, 'x', [], { cpu: 1 }, { ...best, png: 0 }, { ...best, png: -1 }, {
      ...best,
      files: 'NaN'
    }]
  ) t.equal(parseRecord(text({ baseline }))?.baseline, null)
  for (const facts of [5, [], {}, { model: 3, cpu: '', os: '', cores: 1 }]) {
    t.equal(parseRecord(text({ facts }))?.facts, null)
  }
})
