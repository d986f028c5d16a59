import { loadAgentConfig } from '../config/agent-config.js'
import { deviceIdentity } from '../config/device.js'
import { packlineHome } from '../config/home.js'
import { defineCommand } from './command.js'

export const command = defineCommand({
  name: 'serve',
  describe: 'command.serve',
  options: {
    config: { type: 'string', value: 'FILE', describe: 'option.config' },
    listen: { type: 'string', value: 'ADDRESS', describe: 'option.listen' }
  },
  run: async (context, options) => {
    const { environment, cwd, signal } = context
    const { config: loaded, file } = await loadAgentConfig(environment, cwd, options.config)
    const config = options.listen === undefined ? loaded : { ...loaded, listen: options.listen }
    const [{ startAgent }, { createLog }, device] = await Promise.all([
      import('../agent.js'), import('../http/log.js'), deviceIdentity(environment, config.device)
    ])
    const log = createLog(context.stderr as NodeJS.WritableStream & { write: (text: string) => boolean }, environment.PACKLINE_LOG_LEVEL || 'info')
    const agent = await startAgent({ config, configFile: file, home: packlineHome(environment), cwd, environment, device, log, now: Date.now })
    log.info({ address: agent.address, device, pid: process.pid }, 'listening')
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => { resolve() }, { once: true })
    })
    log.info({ drainMs: config.jobs.drainMs }, 'ending')
    await agent.drain(AbortSignal.timeout(config.jobs.drainMs))
    await agent.close()
    return 0
  }
})
