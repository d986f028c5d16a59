import { join, resolve } from 'node:path'
import { hasCode, PacklineError } from '../../errors.js'
import { lockFile } from '../../files/file-lock.js'
import { isFullDisk } from '../../files/file-system-errors.js'
import { Installation } from '../../installation/installation.js'
import { installVersion } from '../../installation/install-version.js'
import { pruneVersions, removeLeftovers } from '../../installation/prune-versions.js'
import { readReleaseKeys } from '../../installation/release-key.js'
import type { ReleaseKeys } from '../../installation/release-key.js'
import { message } from '../../messages/message.js'
import { runningPrograms } from '../../processes/running-programs.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { jsonOption } from '../common-options.js'
import { nextAgent, restartAgent, runningAgent } from './restart-agent.js'
import { printJson, tell, tellLine } from '../terminal.js'
import { phrase } from '../../messages/phrase.js'

const root = join(import.meta.dirname, '../../..')

interface Update {
  version: string
  previous: string | undefined
  /** What became of the agent: none was up, it runs the new version, or it goes on with its own. */
  agent: 'none' | 'restarted' | 'left'
  removed: string[]
}

interface Choice {
  from: string | undefined
  rollback: boolean
  sha256: string | undefined
  publicKey: string | undefined
  keep: number
  restart: boolean
}

export const command = defineCommand({
  name: 'self-update',
  describe: 'command.selfUpdate',
  options: {
    from: { type: 'string', value: 'URL|FILE', describe: 'option.update.from' },
    sha256: { type: 'string', value: 'HEX', describe: 'option.update.sha256' },
    'public-key': { type: 'string', value: 'FILE', describe: 'option.update.publicKey' },
    rollback: { type: 'boolean', describe: 'option.update.rollback' },
    keep: {
      type: 'integer',
      value: 'N',
      default: '3',
      minimum: 1,
      maximum: 50,
      describe: 'option.update.keep'
    },
    'no-restart': { type: 'boolean', describe: 'option.update.noRestart' },
    prefix: { type: 'string', value: 'DIR', describe: 'option.update.prefix' },
    ...jsonOption
  },
  run: async (context, options) => {
    const { from, rollback, sha256, prefix, keep, json } = options
    if ((from === undefined) === !rollback) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'self-update',
        argument: '--from URL|FILE | --rollback'
      })
    }
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--sha256',
        value: JSON.stringify(sha256),
        expected: phrase('expected.sha256')
      })
    }
    const installation = prefix === undefined
      ? Installation.around(root)
      : new Installation(resolve(context.cwd, prefix))
    const update = await locked(context, installation, async () =>
      await change(context, installation, {
        from,
        rollback,
        sha256: sha256?.toLowerCase(),
        publicKey: options['public-key'],
        keep,
        restart: !options['no-restart']
      }))
    if (json) printJson(context, update)
    else print(context, update)
    return 0
  }
})

async function locked<T> (
  context: CommandContext,
  installation: Installation,
  work: () => Promise<T>
): Promise<T> {
  installation.checkWritable()
  try {
    const lock = await lockFile(installation.lockFile, {
      signal: context.signal,
      command: 'self-update',
      onWait: holder => {
        tell(context, 'update.waits', { pid: String(holder?.pid ?? '?') })
      }
    })
    try {
      await removeLeftovers(installation, runningPrograms(), Date.now())
      return await work()
    } finally {
      lock.close()
    }
  } catch (error) {
    // Whichever file of it was written then.
    if (!isFullDisk(error)) throw error
    throw new PacklineError('DISK_FULL', { folder: installation.folder }, { cause: error })
  }
}

async function change (
  context: CommandContext,
  installation: Installation,
  choice: Choice
): Promise<Update> {
  const name = choice.from === undefined
    ? previousOf(installation)
    : await newVersion(context, installation, choice.from, choice)
  const undo = await installation.use(name)
  const agent = choice.restart ? await restarted(context, installation, name, undo) : 'left'
  const removed = await pruneVersions(installation, choice.keep, runningPrograms())
  return { version: name, previous: installation.previous, agent, removed }
}

function previousOf (installation: Installation): string {
  const { folder, previous } = installation
  if (previous === undefined) throw new PacklineError('UPDATE_NO_PREVIOUS', { folder })
  return previous
}

async function newVersion (
  context: CommandContext,
  installation: Installation,
  from: string,
  { sha256, publicKey }: Choice
): Promise<string> {
  const { cwd, environment, signal } = context
  const keys = trustedKeys(installation, publicKey === undefined ? undefined : resolve(cwd, publicKey))
  const name = await installVersion(installation, {
    from,
    choice: {
      sha256,
      keys,
      platform: `${process.platform}-${process.arch}`,
      hasNode: process.execPath.startsWith(join(root, 'node/'))
    },
    cwd,
    environment,
    signal,
    onStep: (step, archive) => {
      tell(context, `update.${step}`, { archive })
    }
  })
  // Who vouched for the first release vouches for those that follow.
  if (publicKey !== undefined) await installation.keepKey(keys().pem)
  return name
}

function trustedKeys (installation: Installation, given: string | undefined): () => ReleaseKeys {
  return () => {
    const file = given ?? installation.keyFile
    try {
      return readReleaseKeys(file)
    } catch (error) {
      const isAbsent = error instanceof Error && hasCode(error.cause, 'ENOENT')
      if (given === undefined && isAbsent) {
        throw new PacklineError('UPDATE_NO_KEY', { file }, { cause: error })
      }
      throw error
    }
  }
}

/**
 * Only an agent that a service starts again is ended. One that does not come up brings the old version back.
 */
async function restarted (
  context: CommandContext,
  installation: Installation,
  version: string,
  undo: () => Promise<void>
): Promise<Update['agent']> {
  const { service, folder } = installation
  if (service === undefined) return 'left'
  const there: CommandContext = {
    ...context,
    environment: {
      ...context.environment,
      PACKLINE_AGENT: '',
      PACKLINE_HOME: service.home,
      PACKLINE_CONFIG: service.config
    }
  }
  const agent = await runningAgent(there)
  if (agent === undefined) return 'none'
  tell(context, 'update.restarts')
  const found = await restartAgent(there, agent)
  if (found === installation.facts(version)?.version) return 'restarted'
  if (found !== undefined) throw new PacklineError('UPDATE_AGENT_ELSEWHERE', { version, found, folder })
  await undo()
  await nextAgent(there, agent.pid)
  throw new PacklineError('UPDATE_AGENT_DOWN', { version })
}

function print (context: CommandContext, { version, previous, agent, removed }: Update): void {
  const { locale } = context
  const lines = [
    message(locale, 'update.done', { version }),
    ...previous === undefined ? [] : [message(locale, 'update.previous', { version: previous })],
    message(locale, `update.agent.${agent}`),
    ...removed.length === 0 ? [] : [message(locale, 'update.removed', { versions: removed.join(', ') })]
  ]
  for (const line of lines) tellLine(context, line)
}
