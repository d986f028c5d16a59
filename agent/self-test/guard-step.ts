import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { isJsonObject } from '../json-object.js'
import { jobNodeFlags } from '../jobs/job-environment.js'
import { leaseVariable } from '../licence/lease-mark.js'
import type { Environment } from '../processes/process-group.js'
import { signalProcess, startProgram } from '../processes/process-group.js'
import { LastOutput } from '../processes/program-output.js'
import { seen, type Seen } from './self-test-step.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

const licence = 'self-test'
/** A tool with a helper that left its process group. Both keep standard output open until they are dead. */
const tool = `
const { spawn } = require('node:child_process')
const wait = 'setInterval(() => {}, 1e6)'
const away = spawn(process.execPath, ['-e', wait], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] })
away.unref()
const { env, pid } = require('node:process')
console.log(JSON.stringify({ tool: pid, away: away.pid, isMarked: '${leaseVariable}' in env }))
setInterval(() => {}, 1e6)`
const patienceMs = 10_000

/** Kills a `licence run` outright: what its tool started has to die with it, wherever it went. */
export async function tryGuard (
  temporary: string,
  { PATH }: Environment,
  signal: AbortSignal
): Promise<Seen> {
  const home = join(temporary, 'guard')
  const config = join(home, 'agent.json')
  await mkdir(home)
  const terms = { seats: 1, mode: 'floating', jobsPerDevice: 1, lingerMs: 0, graceMs: 0 }
  await writeFile(config, JSON.stringify({ device: 'self-test', licences: { [licence]: terms } }))
  const main = join(
    import.meta.dirname,
    '..',
    extname(import.meta.filename) === '.ts' ? 'main.ts' : 'start.cjs'
  )
  const packline = await startProgram(process.execPath, [
    ...jobNodeFlags(process.execArgv),
    main,
    ...['licence', 'run', licence, '--', process.execPath, '-e', tool]
  ], {
    env: { PATH, HOME: home, PACKLINE_HOME: home, PACKLINE_CONFIG: config, PACKLINE_LANG: 'en' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const { stdout, stderr } = packline.child
  if (stdout === null || stderr === null) throw new ReasonError(phrase('doctor.noOutput'))
  const words = new LastOutput(500)
  stderr.on('data', (chunk: Buffer) => {
    words.take(chunk)
  })
  const pids: number[] = []
  try {
    const closed = once(stdout, 'close')
    const [line] = await Promise.race([
      once(createInterface({ input: stdout }), 'line', { signal }),
      packline.exited.then(() => [''])
    ])
    const started = toolsIn(String(line))
    if (started === undefined) {
      return seen('fail', 'selfTest.guard.notStarted', { reason: words.text.trim() || '–' })
    }
    pids.push(started.tool, started.away)
    if (!started.isMarked) return seen('fail', 'selfTest.guard.unmarked')
    const killedAt = performance.now()
    packline.signal('SIGKILL')
    const isOver = await Promise.race([closed.then(() => true), lateAfter(patienceMs, signal)])
    if (!isOver) return seen('fail', 'selfTest.guard.survived', { seconds: patienceMs / 1000 })
    pids.length = 0
    return seen('ok', 'selfTest.guard', { ms: Math.round(performance.now() - killedAt) })
  } finally {
    packline.signal('SIGKILL')
    for (const pid of pids) signalProcess(pid, 'SIGKILL')
    stdout.destroy()
  }
}

function toolsIn (line: string): { tool: number, away: number, isMarked: boolean } | undefined {
  try {
    const told: unknown = JSON.parse(line)
    if (!isJsonObject(told)) return undefined
    const { tool, away, isMarked } = told
    return typeof tool === 'number' && typeof away === 'number'
      ? { tool, away, isMarked: isMarked === true }
      : undefined
  } catch {
    return undefined
  }
}

async function lateAfter (ms: number, signal: AbortSignal): Promise<false> {
  return await new Promise((resolve, reject) => {
    setTimeout(resolve, ms, false).unref()
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    }, { once: true })
  })
}
