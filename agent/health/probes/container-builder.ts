import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { ImageBuilderConfig } from '../../config/image-builder-schema.js'
import { describeError } from '../../messages/message.js'
import { toPacklineError } from '../../errors.js'
import { BuildahBuilder } from '../../images/buildah-builder.js'
import { ContainerTools } from '../../images/container-tools.js'
import { imageStorage } from '../../images/image-machine.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { Environment } from '../../processes/process-group.js'
import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'

interface Place {
  config: ImageBuilderConfig
  home: string
  environment: Environment
}

/** Whether this machine can build images: buildah starts in its user namespace, and has ids for RUN there. */
export function imageBuilderProbe ({ config, home, environment }: Place): Probe {
  const storage = imageStorage(config, home, home)
  const builder = new BuildahBuilder({
    ...config,
    tools: new ContainerTools(environment, '/tmp'),
    storage,
    credentials: '',
    work: storage
  })
  return {
    id: 'imageBuilder',
    everyMs: 600_000,
    deadlineMs: 30_000,
    whenBroken: 'warn',
    measure: async signal => [await look(builder, signal)]
  }
}

async function look (builder: BuildahBuilder, signal: AbortSignal): Promise<Reading> {
  const kind = 'imageBuilder'
  try {
    const { buildah: value = '' } = await builder.tools(signal)
    const problem = await builder.obstacle(signal) ?? await lackingIds()
    return { kind, value, ...problem !== undefined && { state: 'warn', problem } }
  } catch (error) {
    signal.throwIfAborted()
    return { kind, value: null, state: 'warn', problem: describeError('en', toPacklineError(error)).message }
  }
}

/** subuid(5): without ids of its own a user's containers cannot change who they are, as most RUN do. */
async function lackingIds (): Promise<Wording | undefined> {
  const { uid, username } = userInfo()
  if (uid === 0) return undefined
  for (const file of ['/etc/subuid', '/etc/subgid']) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const isThere = text.split('\n').some(line =>
      line.startsWith(`${username}:`) || line.startsWith(`${uid}:`)
    )
    if (!isThere) return phrase('container.noIds', { file, user: username })
  }
  return undefined
}
