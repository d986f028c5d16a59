// Runs the test files, some at once, and closes with one line that every CI reads: N passed, N failed, N skipped.
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import { LeftBehind } from './left-behind.js'
import { commandOf, environmentOf, kill, listProcesses } from './process-list.js'
import { TapOutput } from './tap-output.js'
import { runTestFiles } from './test-file.js'
import { planTests } from './test-files.js'

const lookEveryMs = 1000
/** What a machine of the CI need not have; every other skip fails there. */
const mayBeMissing = new RegExp(
  'no container runtime can start|containers on this system run in a virtual machine|' +
    'Debian(: (?!maven)| packages? )|cannot be mounted|file system.* here|' +
    'rcodesign is missing|names no bundletool|BuildGrid is missing|bazel-remote is missing|' +
    'ansible-core is missing|podman-compose is missing|' +
    'kubectl is missing|kube-apiserver is missing|kube-controller-manager is missing|kubeconform is missing|helm is missing'
)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jobs: { type: 'string' }, timeout: { type: 'string' } }
})
const started = Date.now()
const cwd = process.cwd()
const plan = plannedTests()
const timeoutMs = values.timeout === undefined ? plan.timeoutMs : Number(values.timeout) * 1000
const leftBehind = new LeftBehind({ runner: process.pid, graceMs: 5000, commandOf, environmentOf })

/** A busy machine needs a moment to end one. */
const ended = new Set<number>()

function endLeftBehind (graceMs?: number): void {
  for (const { id, file } of leftBehind.look(listProcesses(), performance.now(), graceMs)) {
    const command = commandOf(id).join(' ').slice(0, 200)
    const isNew = !ended.has(id)
    ended.add(id)
    if (kill(id) && isNew) print(`left behind by ${file.replace(`${cwd}/`, '')}, ended now: ${command}\n`)
  }
}

const timer = setInterval(endLeftBehind, lookEveryMs)
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort())

let missing = 0
const failing: string[] = []
const counts = { passed: 0, failed: 0, skipped: 0 }
const output = () =>
  new TapOutput({
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

const limit = pLimit(Number(values.jobs ?? plan.jobs))
if (plan.realTime.size === 0) addJob()
await Promise.all(plan.groups.map((files, index) =>
  limit(async () => {
    const { signal } = interrupted
    if (signal.aborted) return
    const { nodeArguments } = plan
    const said = output()
    await runTestFiles(
      { files, mark: `${process.pid}-${index}`, cwd, nodeArguments, timeoutMs, signal },
      said
    )
    for (const verdict of ['passed', 'failed', 'skipped'] as const) counts[verdict] += said.counts[verdict]
    if (files.some(file => plan.realTime.delete(file)) && plan.realTime.size === 0) addJob()
  })
))
clearInterval(timer)
endLeftBehind(0)

// Once more and without the reasons, for whoever reads from the end.
if (failing.length > 0) print(`\n${failing.join('\n')}\n`)
if (counts.passed === 0) counts.failed = Math.max(counts.failed, 1)
const isIncomplete = process.env.CI === 'true' && missing > 0
if (isIncomplete) print('\nCI=true: a skipped suite counts as failed\n')
print(`\nin ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = interrupted.signal.aborted ? 130 : counts.failed > 0 || isIncomplete ? 1 : 0

/** Nothing counts on its seconds any more: one more at once leaves less of the cores idle. */
function addJob (): void {
  if (values.jobs === undefined) limit.concurrency++
}

function plannedTests () {
  try {
    return planTests(cwd, positionals)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}

function print (text: string): void {
  process.stdout.write(text)
}
