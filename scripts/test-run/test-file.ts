import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { environmentMark } from './left-behind.js'
import type { TapOutput } from './tap-output.js'

/** How long a test file may take for its own report of a time that is over. */
const farewellMs = 3000

export interface TestFileRun {
  file: string
  /** Tells it and what it starts from the other files' processes. */
  mark: string
  cwd: string
  nodeArguments: readonly string[]
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Runs one test file as the program that it is and passes on what it says. A test runner's own hooks would be in
 * its process and in all that it starts: they cost each node process more than its start does.
 */
export async function runTestFile (run: TestFileRun, output: TapOutput): Promise<void> {
  const { file, timeoutMs, signal } = run
  const started = performance.now()
  output.line(`# Subtest: ${file}`)
  const child = spawn(process.execPath, [...run.nodeArguments, file], {
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
  for await (const line of createInterface({ input: child.stdout })) {
    hasPlan ||= /^1\.\.\d/.test(line)
    output.line(`    ${line}`)
  }
  const status = await closed
  clearTimeout(late)
  signal.removeEventListener('abort', stop)
  const time = `# time=${(performance.now() - started).toFixed(0)}ms`
  if (isLate) output.line('    not ok 1 - timeout!')
  output.line(`${status === 0 && hasPlan ? 'ok' : 'not ok'} 1 - ${file} ${time}`)
  output.end()
}
