// Runs tap and closes with one line that every CI reads: N passed, N failed, N skipped.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { LeftBehind } from './left-behind.js'
import { commandOf, environmentOf, kill, listProcesses } from './process-list.js'
import { TapOutput } from './tap-output.js'

const lookEveryMs = 1000
/** What a machine of the CI need not have; every other skip fails there. */
const mayBeMissing = new RegExp(
  'no container runtime can start|containers on this system run in a virtual machine|' +
    'Debian(: (?!maven)| packages? )|cannot be mounted|file system.* here'
)

const started = Date.now()
const tap = createRequire(import.meta.url).resolve('tap').replace(
  /node_modules\/tap\/.*/,
  'node_modules/.bin/tap'
)
const runner = spawn(tap, ['--reporter=tap', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit']
})
const ended = new Promise<number | null>((resolve, reject) => {
  runner.on('error', reject)
  runner.on('close', resolve)
})
const leftBehind = new LeftBehind({ runner: runner.pid ?? -1, graceMs: 5000, commandOf, environmentOf })

function endLeftBehind (graceMs?: number): void {
  for (const { id, file } of leftBehind.look(listProcesses(), performance.now(), graceMs)) {
    const command = commandOf(id).join(' ').slice(0, 200)
    if (kill(id)) print(`left behind by ${file.replace(`${process.cwd()}/`, '')}, ended now: ${command}\n`)
  }
}

const timer = setInterval(endLeftBehind, lookEveryMs)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))

let missing = 0
const failing: string[] = []
const output = new TapOutput({
  file: (name, isOk, durationMs) => {
    const seconds = durationMs < 5000 ? '' : ` (${Math.round(durationMs / 1000)} s)`
    print(`${isOk ? 'ok    ' : 'FAILED'} ${name}${seconds}\n`)
  },
  skip: (path, name) => {
    if (!mayBeMissing.test(name)) missing++
    print(`skipped ${[...path, name.replace(' # SKIP', ':')].join(' › ')}\n`)
  },
  failure: (path, name, lines) => {
    const title = `FAILED ${[...path, name].join(' › ')}`
    failing.push(title)
    print(`\n${title}\n${lines.slice(0, 60).join('\n')}\n\n`)
  }
})
for await (const line of createInterface({ input: runner.stdout })) output.line(line)
output.end()
const status = await ended
clearInterval(timer)
endLeftBehind(0)

const { counts } = output
// Once more and without the reasons, for whoever reads from the end.
if (failing.length > 0) print(`\n${failing.join('\n')}\n`)
if (status !== 0 && counts.failed === 0) counts.failed = 1
if (counts.passed === 0) counts.failed = Math.max(counts.failed, 1)
const isIncomplete = process.env.CI === 'true' && missing > 0
if (isIncomplete) print('\nCI=true: a skipped suite counts as failed\n')
print(`\nin ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = counts.failed > 0 || isIncomplete ? 1 : 0

function print (text: string): void {
  process.stdout.write(text)
}
