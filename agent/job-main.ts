// The process of one job, which start.cjs starts: job-process FOLDER ATTEMPT events|document LIMIT COMMAND…
import { JobFolder } from './jobs/job-folder.js'
import { attemptJob } from './jobs/job-attempt.js'
import { jobRedactor } from './jobs/job-redactor.js'
import { runJobCommand } from './cli/job-command.js'
import { localeFrom, message } from './messages/message.js'
import { handOver } from './resident/hand-over.js'
import { watchSignals } from './watch-signals.js'

// As in main.ts.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** What is the job's own affair, and no command line's. */
const notTheCommands = {
  PACKLINE_AGENT: undefined,
  PACKLINE_JOB_KEY: undefined,
  PACKLINE_LIBRARY: undefined,
  TRACEPARENT: undefined
}

/** The exit status: 75 where another attempt has the job. */
async function run (
  [folder = '', attempt = '', output = '', limit = '', ...words]: readonly string[]
): Promise<number> {
  const signals = watchSignals()
  const jobFolder = new JobFolder(folder, await jobRedactor(process.env, process.cwd()))
  const isMine = await attemptJob(
    jobFolder,
    Number(attempt),
    Number(limit),
    Date.now,
    async attemptOutput =>
      await runJobCommand(
        words,
        {
          environment: process.env,
          cwd: process.cwd(),
          ...signals
        },
        { ...attemptOutput, form: output === 'document' ? 'document' : 'events' },
        async (words, streams) =>
          await handOver({
            build: import.meta.dirname,
            isJob: true,
            words,
            environment: { ...process.env, ...notTheCommands },
            cwd: process.cwd(),
            ...streams,
            onSignal: signals.onSignal,
            onLost: () => {
              attemptOutput.emit({ type: 'log', text: message(localeFrom(process.env), 'jobs.workerLost') })
            }
          })
      )
  )
  return isMine ? 0 : 75
}

// Until there is an answer: a process that ends without one has failed.
process.exitCode = 1
run(process.argv.slice(3)).then(status => {
  process.exitCode = status
}, (error: unknown) => {
  // As an uncaught one: its stack, and a status that is no job's.
  throw error
})
