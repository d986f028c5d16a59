import t from 'tap'
import type { Job } from '../jobs/job.js'
import { jobSpans, placeOfJob } from './job-spans.js'
import type { Span } from './span.js'
import { SpanExporter } from './span-exporter.js'
import { SpanReceiver } from './testing/span-receiver.js'
import { placeBelow, readTraceparent, writeTraceparent } from './trace-context.js'

const source = { version: '1.2.3', device: 'mac-01' }
const pauseMs = [1, 4] as const

function span (name: string, isSampled = true): Span {
  const place = { ...placeBelow(undefined, name), isSampled }
  return { place, parent: undefined, name, startMs: 1.7e12, endMs: 1.7e12 + 0.25, attributes: { n: 7 } }
}

function dropped (): { log: { warn: (fields: Record<string, unknown>) => void }, lines: object[] } {
  const lines: object[] = []
  return { log: { warn: fields => lines.push(fields) }, lines }
}

t.test('spans arrive in batches as OTLP wants them, but for those that nobody keeps', async t => {
  const receiver = await SpanReceiver.start(t)
  const { log, lines } = dropped()
  const { endpoint } = receiver
  const exporter = new SpanExporter({ receiver: { ...source, endpoint, token: 'canary' }, log, pauseMs })
  exporter.add([span('a'), span('b'), span('unkept', false)])
  await receiver.until(() => receiver.spans.length >= 2)
  t.same(receiver.spans.map(({ name }) => name), ['a', 'b'])
  t.match(receiver.requests, [{ authorization: 'Bearer canary', 'content-type': 'application/json' }])
  t.match(receiver.spans[0], {
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000000250000',
    attributes: [{ key: 'n', value: { intValue: '7' } }]
  })
  exporter.add([span('last')])
  await exporter.close()
  t.equal(receiver.named('last').name, 'last', 'what waits is sent at the end')
  t.same(lines, [])
})

t.test('what a receiver cannot take now is sent again; what it refuses, and what is too much, is dropped', async t => {
  const receiver = await SpanReceiver.start(t, [503, 429, 200, 400])
  const { log, lines } = dropped()
  const exporter = new SpanExporter({
    receiver: { ...source, endpoint: receiver.endpoint },
    log,
    pauseMs,
    capacity: 3
  })
  exporter.add(['a', 'b', 'c', 'd', 'e'].map(name => span(name)))
  t.match(lines, [{ spans: 2 }], 'the oldest go')
  await receiver.until(() => receiver.spans.length > 0)
  t.same(receiver.spans.map(({ name }) => name), ['c', 'd', 'e'])
  exporter.add([span('refused')])
  await exporter.close()
  t.match(lines[1], { spans: 1, reason: 'status 400' })
  t.equal(receiver.requests.length, 4)
})

t.test('a receiver that does not answer holds up nobody for longer than a moment', async t => {
  const receiver = await SpanReceiver.start(t, [0, 0, 0])
  const { log, lines } = dropped()
  const exporter = new SpanExporter({
    receiver: { ...source, endpoint: receiver.endpoint },
    log,
    pauseMs,
    lastWordsMs: 50
  })
  exporter.add([span('a')])
  await receiver.until(() => receiver.requests.length > 0)
  await exporter.close()
  await exporter.close()
  t.match(lines, [{ spans: 1 }])
  const nobody = new SpanExporter({ receiver: { ...source, endpoint: 'http://127.0.0.1:9' }, log, pauseMs })
  nobody.add([span('a')])
  await nobody.close()
  t.equal(lines.length, 2)
})

t.test('a traceparent is read as W3C Trace Context has it', async t => {
  const [trace, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
  for (const [flags, isSampled] of [['01', true], ['00', false], ['03', true]] as const) {
    t.same(readTraceparent(`00-${trace}-${parent}-${flags}`), { traceId: trace, spanId: parent, isSampled })
  }
  t.match(readTraceparent(`cc-${trace}-${parent}-01-what the future brings`), { traceId: trace })
  for (
    const wrong of [
      undefined,
      '',
      `00-${trace}-${parent}`,
      `00-${trace}-${parent}-01-more`,
      `ff-${trace}-${parent}-01`,
      `00-${'0'.repeat(32)}-${parent}-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `00-${trace.toUpperCase()}-${parent}-01`,
      `00-${trace}-${parent}-01\nx: y`
    ]
  ) t.equal(readTraceparent(wrong), undefined, String(wrong))
})

t.test('a job becomes a span with one for each stage, the same whoever makes them', async t => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00'
  const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`
  const job: Job = {
    id: 'j1',
    kind: 'assets',
    workspace: '/w',
    parameters: { only: 'canary' },
    digest: '',
    caller: 'anna',
    traceparent,
    state: 'failed',
    createdAt: at(0),
    endedAt: at(9),
    attempt: 2,
    exitStatus: 1,
    error: { code: 'IMAGE_EMPTY', message: 'canary' }
  }
  const events = [
    { type: 'accepted', at: at(0) },
    { type: 'started', attempt: 1, at: at(1) },
    { type: 'phase', phase: 'scan', at: at(2) },
    { type: 'queued-again', at: at(3) },
    { type: 'started', attempt: 2, at: at(4) },
    { type: 'action-started', id: 'canary', at: at(5) },
    { type: 'phase', phase: 'execute', at: at(6) },
    { type: 'phase', phase: 'publish', at: 'never' },
    { type: 'ended', at: at(9) }
  ]
  const spans = jobSpans(job, [...events.map(event => JSON.stringify(event)), '{"type":"ended"', ''])
  t.same(spans.map(({ name, error }) => error === undefined ? name : `${name} ${error}`), [
    'job assets IMAGE_EMPTY',
    'queued',
    'start',
    'scan',
    'queued',
    'start',
    'execute IMAGE_EMPTY'
  ])
  const [own, ...stages] = spans
  t.match(own, {
    parent: { spanId: '00f067aa0ba902b7' },
    place: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }
  })
  t.equal(own?.place.isSampled, false, 'whoever began the trace decided that')
  t.ok(stages.every(({ parent }) => parent?.spanId === own?.place.spanId))
  t.equal(new Set(spans.map(({ place }) => place.spanId)).size, spans.length)
  t.same(stages.map(({ startMs, endMs }) => (endMs - startMs) / 1000), [1, 1, 1, 1, 2, 3])
  t.equal(writeTraceparent(placeOfJob(job)).slice(36, 52), own?.place.spanId)
  t.notMatch(JSON.stringify(spans), /canary/)
  t.not(
    placeOfJob({ id: 'j2' }).traceId,
    placeOfJob({ id: 'j3' }).traceId,
    'a job of nobody has a trace of its own'
  )
})
