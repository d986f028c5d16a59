import { randomUUID } from 'node:crypto'
import { PacklineError } from '../../errors.js'
import { bringUp } from '../../staging/bring-up.js'
import { Environments } from '../../staging/environments.js'
import { hostIn } from '../../staging/overlay.js'
import { worded } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { show, tell, tellLine, warnLine } from '../terminal.js'
import { imageOption, openStaging, renderOpen, stagingOptions } from './open-staging.js'
import { localMoment } from './local-moment.js'

const hourMs = 3_600_000

export const up = defineCommand({
  name: 'staging up',
  describe: 'command.stagingUp',
  positionals: ['NAME'],
  options: {
    ttl: { type: 'duration', value: 'TIME', describe: 'option.stagingTtl' },
    ...imageOption,
    branch: { type: 'string', value: 'BRANCH', variable: 'BRANCH_NAME', describe: 'option.stagingBranch' },
    timeout: { type: 'duration', value: 'TIME', default: '10m', describe: 'option.stagingTimeout' },
    force: { type: 'boolean', describe: 'option.stagingForce' },
    ...stagingOptions
  },
  run: async (context, { json, ttl, branch, timeout, force, ...options }, [name = '']) => {
    const open = await openStaging(context, { ...options, name })
    const { cluster, staging, project, who, cwd, audit } = open
    const namespace = new Environments(cluster).namespaceOf(project, name)
    const rendered = await renderOpen(context, open, namespace)
    const hours = ttl === undefined ? staging.hours : ttl / hourMs
    await audit('staging up', { state: 'begun', namespace, hours, images: options.image })
    try {
      const done = await bringUp({
        cluster,
        rendered,
        staging,
        cwd,
        force,
        withinMs: timeout,
        request: {
          project,
          name,
          owner: who,
          branch: branch ?? name,
          revision: context.environment.GIT_COMMIT ?? '',
          hours,
          run: randomUUID()
        },
        onChanges: ({ diff, removed, warnings }, isNew) => {
          for (const warning of warnings) warnLine(context, warning)
          if (isNew) {
            tell(context, 'staging.isNew', {
              namespace,
              cluster: cluster.name,
              count: rendered.objects.length
            })
          } else if (diff !== '') tellLine(context, diff.trimEnd())
          for (const object of removed) tell(context, 'staging.removes', { object })
        },
        onWait: waiting => {
          for (const { workload, reason } of waiting) {
            tell(context, 'staging.waits', { workload, reason: worded(context.locale, reason) })
          }
        }
      })
      const { environment } = done
      const hosts = Object.values(staging.hosts).map(host => hostIn(host, namespace))
      await audit('staging up', { state: 'done', namespace, until: environment.expiresAt })
      tell(context, 'staging.up', {
        name,
        namespace,
        cluster: cluster.name,
        until: localMoment(environment.expiresAt)
      })
      for (const host of hosts) tell(context, 'staging.address', { host })
      return show(context, json, { ...done, hosts }, () => [])
    } catch (error) {
      const code = error instanceof PacklineError ? error.code : 'INTERRUPTED'
      await audit('staging up', { state: 'failed', namespace, code })
      throw error
    }
  }
})
