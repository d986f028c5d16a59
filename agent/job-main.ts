// The process of one job, which start.cjs starts: job-process FOLDER ATTEMPT events|document LIMIT COMMAND…
import { JobFolder } from './jobs/job-folder.js'
import { attemptJob } from './jobs/job-attempt.js'
import { jobRedactor } from './jobs/job-redactor.js'
import { runJobCommand } from './cli/job-command.js'
import { watchSignals } from './watch-signals.js'

// As in main.ts.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

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
      await runJobCommand(words, {
        environment: process.env,
        cwd: process.cwd(),
        ...signals
      }, { ...attemptOutput, form: output === 'document' ? 'document' : 'events' })
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
