// Takes 7 s.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Machine, buildPackline } from '../../test/support/agent-process.js'
import { SpanReceiver } from './testing/span-receiver.js'

buildPackline()

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
/** As the plugin OpenTelemetry of Jenkins gives it to `sh`. */
const step = { TRACEPARENT: `00-${trace}-00f067aa0ba902b7-01`, PACKLINE_LIBRARY: '0.1.0' }

function game (machine: Machine): string {
  const folder = join(machine.folder, 'work/canary-word')
  mkdirSync(join(folder, 'sound'), { recursive: true })
  writeFileSync(join(folder, 'sound/a.ogg'), 'a')
  writeFileSync(
    join(folder, 'packline.json'),
    JSON.stringify({
      project: 'game',
      assets: { output: 'out', rules: [{ name: 'sound', processor: 'copy', include: ['sound/**'] }] }
    })
  )
  return folder
}

t.test('a step, its job, the phases of its run and what tools start are one trace', async t => {
  const receiver = await SpanReceiver.start(t)
  const machine = new Machine(t, {
    telemetry: { endpoint: receiver.endpoint },
    licences: { tool: { mode: 'floating', seats: 1 } }
  })
  machine.environment.BUILD_PASSWORD = 'canary-word'
  const cwd = game(machine)
  const run = async (words: string[]) => await machine.run(words, { cwd, environment: step })

  t.match(await run(['assets', 'build', '--json']), { status: 0 })
  const alone = receiver.named('packline assets build')
  t.match(alone, { traceId: trace, parentSpanId: '00f067aa0ba902b7' })
  t.same(receiver.spans.slice(1).map(({ name, parentSpanId }) => [name, parentSpanId === alone.spanId]), [
    ['scan', true],
    ['plan', true],
    ['execute', true],
    ['publish', true]
  ])
  const held = await run(['licence', 'run', 'tool', '--', 'sh', '-c', 'echo $TRACEPARENT; exit 3'])
  const licence = receiver.named('packline licence run')
  t.match(held, { status: 3, stdout: `00-${trace}-${licence.spanId}-01\n` })
  t.match(licence, { status: { code: 2, message: 'status 3' } })
  t.match(await run(['assets', 'build', '--only', 'canary-word']), { status: 2 })

  receiver.spans.length = 0
  writeFileSync(join(cwd, 'sound/b.ogg'), 'b')
  const agent = await machine.serve()
  t.match(await run(['assets', 'build', '--json']), { status: 0 })
  agent.child.kill('SIGTERM')
  t.match(await agent.ended, { status: 0 })
  const command = receiver.named('packline assets build')
  const job = receiver.named('job assets')
  t.match(job, { traceId: trace, parentSpanId: command.spanId })
  const stages = receiver.spans.filter(({ parentSpanId }) => parentSpanId === job.spanId)
  t.same(stages.map(({ name }) => name), ['queued', 'start', 'scan', 'plan', 'execute', 'publish'])
  t.notMatch(JSON.stringify(receiver.spans), /canary-word/, 'a secret is not told, wherever it stands')
})

t.test('without a receiver nothing is told; one that is away or silent costs a step a moment, and no result', async t => {
  const receiver = await SpanReceiver.start(t, [0])
  const machine = new Machine(t)
  const cwd = game(machine)
  const echo = ['licence', 'run', 'texturepacker', '--', 'sh', '-c', 'echo $TRACEPARENT']
  const run = async () => await machine.run(echo, { cwd, environment: step })
  t.match(
    await run(),
    { status: 0, stdout: `${step.TRACEPARENT}\n` },
    'whoever collects elsewhere gets what Jenkins said'
  )
  for (const endpoint of [receiver.endpoint, 'http://127.0.0.1:9']) {
    machine.configure({ telemetry: { endpoint } })
    const began = performance.now()
    t.match(await run(), { status: 0, stderr: '' })
    t.ok(performance.now() - began < 10_000)
  }
  t.equal(receiver.requests.length, 1)
  machine.configure({ telemetry: { endpoint: receiver.endpoint, tokenFile: '/nowhere' } })
  t.match(await run(), { status: 0, stderr: '' }, 'a token that cannot be read is told by doctor and serve')
})
