// The process of one job: job-main FOLDER ATTEMPT events|document LIMIT COMMAND…
import { JobFolder } from './jobs/job-folder.js'
import { attemptJob } from './jobs/job-attempt.js'
import { jobRedactor } from './jobs/job-redactor.js'
import { runJobCommand } from './cli/job-command.js'
import { watchSignals } from './watch-signals.js'

// As in main.ts.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const [folder = '', attempt = '', output = '', limit = '', ...words] = process.argv.slice(2)
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
process.exitCode = isMine ? 0 : 75
