// The process of one job: job-main FOLDER ATTEMPT events|document LIMIT COMMAND…
import { JobFolder } from './jobs/job-folder.js'
import { attemptJob } from './jobs/job-attempt.js'
import { runJobCommand } from './cli/job-command.js'

const [folder = '', attempt = '', output = '', limit = '', ...words] = process.argv.slice(2)
const interrupt = new AbortController()
const listeners = new Set<(signal: NodeJS.Signals) => void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupt.abort()
    for (const listen of listeners) listen(signal)
  })
}

const isMine = await attemptJob(new JobFolder(folder), Number(attempt), Number(limit), Date.now, async attemptOutput => await runJobCommand(words, {
  environment: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
  onSignal: listener => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  }
}, { ...attemptOutput, form: output as 'events' | 'document' }))
process.exitCode = isMine ? 0 : 75
