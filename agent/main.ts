import { runCommandLine } from './cli/run-command-line.js'

const interrupt = new AbortController()
const listeners = new Set<(signal: NodeJS.Signals) => void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupt.abort()
    for (const listen of listeners) listen(signal)
  })
}

// Until there is an answer: a run that ends without one has failed.
process.exitCode = 1
runCommandLine(process.argv.slice(2), {
  environment: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
  onSignal: listener => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr
}).then(status => { process.exitCode = status })
