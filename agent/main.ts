import { runCommandLine } from './cli/run-command-line.js'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { interrupt.abort() })

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr
})
