import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { jobStates } from '../../jobs/job.js'
import type { Job } from '../../jobs/job.js'
import { message } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { RunProgress } from '../run-progress.js'
import type { AgentClient } from './agent-client.js'
import { requireAgent } from './connect.js'
import { describeEvent, followJob, runEventOf } from './follow-job.js'
import { jobError } from './run-on-agent.js'
import { jsonOption } from '../common-options.js'

const key = { type: 'string', value: 'KEY', describe: 'option.jobs.key' } as const

export const list = defineCommand({
  name: 'jobs list',
  describe: 'command.jobsList',
  options: {
    state: { type: 'string', choices: jobStates, describe: 'option.jobs.state' },
    kind: { type: 'string', value: 'KIND', describe: 'option.jobs.kind' },
    limit: {
      type: 'integer',
      value: 'N',
      default: '50',
      minimum: 1,
      maximum: 500,
      describe: 'option.jobs.limit'
    },
    key,
    ...jsonOption
  },
  run: async (context, { state, kind, limit, key, json }) => {
    const query = new URLSearchParams({
      limit: String(limit),
      ...state !== undefined && { state },
      ...kind !== undefined && { kind },
      ...key !== undefined && { key }
    })
    const answer = await (await requireAgent(context)).call<{ jobs: Job[] }>(
      'GET',
      `/v1/jobs?${query.toString()}`
    )
    if (json) context.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
    else for (const job of answer.jobs) printRow(context.stdout, context.locale, job)
    return 0
  }
})

export const show = defineCommand({
  name: 'jobs show',
  describe: 'command.jobsShow',
  positionals: ['[ID]'],
  options: { key, ...jsonOption },
  run: async (context, options, [id]) => {
    const job = await findJob(await requireAgent(context), 'jobs show', id, options.key)
    if (options.json) context.stdout.write(`${JSON.stringify(job, null, 2)}\n`)
    else for (const field of Object.entries(job)) context.stdout.write(fieldLine(field))
    return 0
  }
})

export const follow = defineCommand({
  name: 'jobs follow',
  describe: 'command.jobsFollow',
  positionals: ['[ID]'],
  options: {
    key,
    events: { type: 'boolean', describe: 'option.jobs.events' },
    from: { type: 'integer', value: 'BYTE', default: '0', describe: 'option.jobs.from' }
  },
  run: async (context, options, [id]) => {
    const client = await requireAgent(context)
    const { id: found } = await findJob(client, 'jobs follow', id, options.key)
    const progress = new RunProgress(context, Date.now)
    const job = await followJob(context, client, found, event => {
      const line = event.type === 'log' ? String(event.text) : describeEvent(context, event)
      if (options.events) context.stdout.write(`${JSON.stringify(event)}\n`)
      else if (line !== undefined) context.stderr.write(`${line}\n`)
      else progress.handle(runEventOf(event))
    }, options.from)
    progress.clear()
    if (job.state !== 'done') throw jobError(job)
    return 0
  }
})

export const cancel = defineCommand({
  name: 'jobs cancel',
  describe: 'command.jobsCancel',
  positionals: ['[ID]'],
  options: {
    key,
    all: { type: 'boolean', describe: 'option.jobs.cancelAll' },
    state: { type: 'string', choices: ['queued', 'running'], describe: 'option.jobs.state' },
    kind: { type: 'string', value: 'KIND', describe: 'option.jobs.kind' },
    workspace: { type: 'string', value: 'DIR', describe: 'option.jobs.workspace' }
  },
  run: async (context, { key, all, state, kind, workspace }, [id]) => {
    const client = await requireAgent(context)
    const filter = {
      ...all && { all },
      ...state !== undefined && { state },
      ...kind !== undefined && { kind },
      ...workspace !== undefined && { workspace: await realFolder(resolve(context.cwd, workspace)) }
    }
    const isOne = id !== undefined || key !== undefined
    const isMany = Object.keys(filter).length > 0
    if (isOne && isMany) {
      throw new PacklineError('USAGE_UNEXPECTED_ARGUMENT', {
        command: 'jobs cancel',
        argument: `--${Object.keys(filter)[0] ?? ''}`
      })
    }
    const { jobs } = isMany
      ? await client.call<{ jobs: Job[] }>('POST', '/v1/jobs/cancel', filter)
      : { jobs: [await cancelOne(client, id, key)] }
    for (const job of jobs) printRow(context.stderr, context.locale, job)
    return 0
  }
})

async function cancelOne (
  client: AgentClient,
  id: string | undefined,
  key: string | undefined
): Promise<Job> {
  const { id: found } = await findJob(client, 'jobs cancel', id, key)
  return await client.call<Job>('DELETE', `/v1/jobs/${found}`)
}

/** As the agent knows it; one that is gone is what jobs still wait for. */
async function realFolder (folder: string): Promise<string> {
  return await realpath(folder).catch(() => folder)
}

async function findJob (
  client: AgentClient,
  command: string,
  id: string | undefined,
  key: string | undefined
): Promise<Job> {
  if (id !== undefined) return await client.call<Job>('GET', `/v1/jobs/${encodeURIComponent(id)}`)
  if (key === undefined) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: 'ID or --key KEY' })
  }
  const { jobs } = await client.call<{ jobs: Job[] }>('GET', `/v1/jobs?key=${encodeURIComponent(key)}`)
  if (jobs[0] === undefined) throw new PacklineError('JOB_UNKNOWN', { id: key })
  return jobs[0]
}

function fieldLine ([name, value]: [name: string, value: unknown]): string {
  return `${name.padEnd(18)}${typeof value === 'string' ? value : JSON.stringify(value)}\n`
}

function printRow (output: CommandContext['stdout'], locale: Locale, job: Job): void {
  const { id, kind, createdAt, workspace, error, cancelRequestedAt } = job
  const state = job.state === 'running' && cancelRequestedAt !== undefined ? 'ending' : job.state
  const row = {
    id,
    kind: kind.padEnd(8),
    state: state.padEnd(9),
    createdAt,
    workspace,
    error: error === undefined ? '' : String(error.code)
  }
  output.write(`${message(locale, 'jobs.row', row)}\n`)
}
