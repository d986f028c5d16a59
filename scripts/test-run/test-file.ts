import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentMark } from './left-behind.js'
import type { TapOutput } from './tap-output.js'

/** How long a test file may take for its own report of a time that is over. */
const farewellMs = 3000
const together = join(import.meta.dirname, 'together.ts')

export interface TestFileRun {
  /** More than one run in one process, one after the other. */
  files: readonly string[]
  /** Tells them and what they start from the other files' processes. */
  mark: string
  cwd: string
  nodeArguments: readonly string[]
  /** For each file. */
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Runs test files as the program that they are and passes on what they say. A test runner's own hooks would be
 * in their process and in all that it starts: they cost each node process more than its start does.
 */
export async function runTestFiles (run: TestFileRun, output: TapOutput): Promise<void> {
  const { files, timeoutMs, signal } = run
  const [first] = files
  const started = performance.now()
  const isOne = files.length === 1
  const child = spawn(process.execPath, [...run.nodeArguments, ...isOne ? [] : [together], ...files], {
    cwd: run.cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TAP_TIMEOUT: String(timeoutMs / 1000), [environmentMark]: run.mark }
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, timeoutMs + farewellMs)
  const stop = (): void => {
    child.kill('SIGKILL')
  }
  signal.addEventListener('abort', stop)
  let hasPlan = false
  const unsaid = new Set(files)
  if (isOne) output.line(`# Subtest: ${first}`)
  for await (const line of createInterface({ input: child.stdout })) {
    hasPlan ||= /^1\.\.\d/.test(line)
    output.line(isOne ? `    ${line}` : line)
    const [, file] = /^(?:not )?ok \d+ - (\S+)/.exec(line) ?? []
    if (!isOne && file !== undefined && unsaid.delete(file)) late.refresh()
  }
  const isOk = await closed === 0 && hasPlan
  clearTimeout(late)
  signal.removeEventListener('abort', stop)
  const time = `# time=${(performance.now() - started).toFixed(0)}ms`
  if (isLate) output.line('    not ok 1 - timeout!')
  if (isOne) output.line(`${isOk ? 'ok' : 'not ok'} 1 - ${first} ${time}`)
  // Those after one that ended the process.
  else for (const file of unsaid) output.line(`not ok 1 - ${file}`)
  output.end(isOk)
}
