import { runCommandLine } from './cli/run-command-line.js'
import { endureClosedReaders } from './closed-outputs.js'
import { watchSignals } from './watch-signals.js'

// Until there is an answer: a run that ends without one has failed.
process.exitCode = 1
endureClosedReaders(process.stdout, process.stderr)
// Its client tells whoever publishes into a bucket about future versions of itself; this one is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
runCommandLine(process.argv.slice(2), {
  environment: process.env,
  cwd: process.cwd(),
  ...watchSignals(),
  stdout: process.stdout,
  stderr: process.stderr
})
  .then(status => {
    process.exitCode = status
  })
  .catch((error: unknown) => {
    // Every error has an answer; one that comes here is a defect, and ends the process with its stack.
    throw error
  })
