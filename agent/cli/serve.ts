import { utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadAgentConfig } from '../config/agent-config.js'
import { deviceIdentity } from '../config/device.js'
import { packlineHome } from '../config/home.js'
import { hasCode } from '../errors.js'
import { message } from '../messages/message.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { configOption } from './common-options.js'

const inUseEveryMs = 3_600_000
const lookAgainMs = 200

export const command = defineCommand({
  name: 'serve',
  describe: 'command.serve',
  options: {
    ...configOption,
    listen: { type: 'string', value: 'ADDRESS', describe: 'option.listen' },
    drain: { type: 'boolean', describe: 'option.drain' },
    deadline: { type: 'duration', value: 'TIME', describe: 'option.deadline' }
  },
  run: async (context, options) =>
    options.drain
      ? await endRunningAgent(context, options.deadline)
      : await serve(context, options.config, options.listen)
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
  const drainMs = await ending.ended
  log.info({ drainMs }, 'ending')
  await agent.drain(ending.deadline(drainMs))
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
): { end: (drainMs: number) => void, ended: Promise<number>, deadline: (ms: number) => AbortSignal } {
  const hurry = new AbortController()
  let end: (drainMs: number) => void = () => {}
  let isEnding = false
  const ended = new Promise<number>(resolve => {
    end = ms => {
      isEnding = true
      resolve(ms)
    }
  })
  const onEnd = (): void => {
    if (isEnding) hurry.abort()
    else end(drainMs)
  }
  if (onSignal !== undefined) onSignal(onEnd)
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

async function endRunningAgent (context: CommandContext, deadlineMs: number | undefined): Promise<number> {
  const { requireAgent } = await import('./jobs/connect.js')
  const client = await requireAgent(context)
  await client.call('POST', '/v1/agent/drain', deadlineMs === undefined ? {} : { drainMs: deadlineMs })
  while (
    await client.call('GET', '/v1/agent').then(
      () => true,
      (error: unknown) => !hasCode(error, 'AGENT_UNREACHABLE')
    )
  ) {
    context.signal.throwIfAborted()
    await new Promise(resolve => {
      setTimeout(resolve, lookAgainMs)
    })
  }
  context.stderr.write(`${message(context.locale, 'serve.drained')}\n`)
  return 0
}
