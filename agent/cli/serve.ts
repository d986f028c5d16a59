import { utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadAgentConfig } from '../config/agent-config.js'
import { deviceIdentity } from '../config/device.js'
import { packlineHome } from '../config/home.js'
import { hasCode } from '../errors.js'
import { defineCommand } from './command.js'
import type { AgentEnd } from '../part.js'
import type { CommandContext } from './command.js'
import { configOption } from './common-options.js'
import { tell } from './terminal.js'

const inUseEveryMs = 3_600_000
const lookAgainMs = 200

export const command = defineCommand({
  name: 'serve',
  describe: 'command.serve',
  options: {
    ...configOption,
    listen: { type: 'string', value: 'ADDRESS', describe: 'option.listen' },
    drain: { type: 'boolean', describe: 'option.drain' },
    deadline: { type: 'duration', value: 'TIME', describe: 'option.deadline' },
    'leave-running': { type: 'boolean', describe: 'option.leaveRunning' },
    check: { type: 'boolean', describe: 'option.serveCheck' }
  },
  run: async (context, options) => {
    if (options.check) return await checkConfig(context, options.config)
    return options.drain
      ? await endRunningAgent(context, options.deadline, options['leave-running'])
      : await serve(context, options.config, options.listen)
  }
})

async function serve (
  context: CommandContext,
  configFile: string | undefined,
  listen: string | undefined
): Promise<number> {
  const { environment, cwd } = context
  const { config: loaded, file } = await loadAgentConfig(environment, cwd, configFile)
  const config = listen === undefined ? loaded : { ...loaded, listen }
  const [
    { startAgent },
    { createLog, standardErrorOutput },
    { logFile },
    { Redactor, knownSecrets },
    device
  ] = await Promise.all([
    import('../agent.js'),
    import('../http/log.js'),
    import('../http/log-file.js'),
    import('../config/redaction.js'),
    deviceIdentity(environment, config.device)
  ])
  const redactor = new Redactor(await knownSecrets([{ document: config, folder: cwd }], environment))
  const { PACKLINE_LOG_FILE: path = '' } = environment
  const output = path === '' ? undefined : logFile(resolve(cwd, path))
  const log = createLog(
    output ?? (context.stderr === process.stderr ? standardErrorOutput() : context.stderr),
    environment.PACKLINE_LOG_LEVEL || 'info',
    redactor
  )
  const ending = endOf(context, config.jobs.drainMs)
  const agent = await startAgent({
    config,
    configFile: file,
    home: packlineHome(environment),
    cwd,
    environment,
    device,
    log,
    redactor,
    now: Date.now,
    end: ending.end
  })
  log.info({ address: agent.address, device, pid: process.pid }, 'listening')
  const inUse = markInUse()
  const { drainMs, leaveRunning } = await ending.ended
  log.info({ drainMs, ...leaveRunning && { leaveRunning } }, 'ending')
  await agent.drain(ending.deadline(drainMs), leaveRunning)
  await agent.close()
  clearInterval(inUse)
  log.info({}, 'ended')
  output?.close()
  return 0
}

/**
 * When the agent is to end: told by a signal or by a caller. A second signal leaves running jobs no more
 * time.
 */
function endOf (
  { signal, onSignal }: CommandContext,
  drainMs: number
): {
  end: (how: AgentEnd) => void
  ended: Promise<AgentEnd>
  deadline: (ms: number) => AbortSignal
} {
  const hurry = new AbortController()
  let end: (how: AgentEnd) => void = () => {}
  let isEnding = false
  const ended = new Promise<AgentEnd>(resolve => {
    end = how => {
      isEnding = true
      resolve(how)
    }
  })
  const onEnd = (): void => {
    if (isEnding) hurry.abort()
    else end({ drainMs, leaveRunning: false })
  }
  if (onSignal !== undefined) onSignal(onEnd, { decides: true })
  else if (signal.aborted) onEnd()
  else signal.addEventListener('abort', onEnd, { once: true })
  return { end, ended, deadline: ms => AbortSignal.any([hurry.signal, AbortSignal.timeout(ms)]) }
}

/** A newer build is put beside this one and removes those that nobody used for a day. */
function markInUse (): NodeJS.Timeout {
  const mark = (): void => {
    utimes(join(import.meta.dirname, '..'), new Date(), new Date()).catch(() => {})
  }
  return setInterval(mark, inUseEveryMs).unref()
}

/** Whether an agent of this version would start with the machine's configuration, as far as that tells. */
async function checkConfig (context: CommandContext, configFile: string | undefined): Promise<number> {
  const { file } = await loadAgentConfig(context.environment, context.cwd, configFile)
  tell(context, 'serve.checked', { file })
  return 0
}

async function endRunningAgent (
  context: CommandContext,
  deadlineMs: number | undefined,
  leaveRunning: boolean
): Promise<number> {
  const { requireAgent } = await import('./jobs/connect.js')
  const client = await requireAgent(context, { anyVersion: true })
  const { pid } = await client.call<{ pid: number }>('POST', '/v1/agent/drain', {
    ...deadlineMs !== undefined && { drainMs: deadlineMs },
    ...leaveRunning && { leaveRunning }
  })
  // Its service may have started another one at the same address.
  const isThere = async (): Promise<boolean> =>
    await client.call<{ pid: number }>('GET', '/v1/agent').then(
      agent => agent.pid === pid,
      (error: unknown) => !hasCode(error, 'AGENT_UNREACHABLE') && !hasCode(error, 'HTTP_UNAUTHORIZED')
    )
  while (await isThere()) {
    context.signal.throwIfAborted()
    await new Promise(resolve => {
      setTimeout(resolve, lookAgainMs)
    })
  }
  tell(context, 'serve.drained')
  return 0
}
