import { printError } from './cli/error-output.js'
import { runCommandLine } from './cli/run-command-line.js'
import { endureLostOutputs } from './closed-outputs.js'
import { toPacklineError } from './errors.js'
import type { PacklineError } from './errors.js'
import { forceBySecond } from './force-end.js'
import { localeFrom, message } from './messages/message.js'
import { killGroups } from './processes/running-groups.js'
import { watchSignals } from './watch-signals.js'

// Until there is an answer: a run that ends without one has failed.
process.exitCode = 1
endureLostOutputs(process, error => {
  say(error)
  process.once('exit', status => {
    process.exitCode = status === 0 ? error.exitStatus : status
  })
})
// Node would show a line of its source with it, which is all that packline has in one.
process.once('uncaughtException', thrown => {
  const error = toPacklineError(thrown)
  say(error)
  process.stderr.write(`${thrown.stack ?? ''}\n`)
  process.exit(error.exitStatus)
})
// Its client tells whoever publishes into a bucket about future versions of itself; this one is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const signals = watchSignals()
forceBySecond(signals, {
  tell: () => {
    const { stderr, env } = process
    if (stderr.isTTY) stderr.write(`${message(localeFrom(env), 'command.ending')}\n`)
  },
  end: exitStatus => {
    killGroups()
    process.exit(exitStatus)
  },
  now: () => performance.now(),
  after: (ms, work) => setTimeout(work, ms).unref()
})
runCommandLine(process.argv.slice(2), {
  environment: process.env,
  cwd: process.cwd(),
  signal: signals.signal,
  onSignal: signals.onSignal,
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

function say (error: PacklineError): void {
  const { stdout, stderr, env } = process
  printError(error, { stdout, stderr, environment: env, locale: localeFrom(env) })
}
