import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { jobStates } from '../../jobs/job.js'
import type { Job } from '../../jobs/job.js'
import { agoText, durationText } from '../../messages/durations.js'
import { describeError, message } from '../../messages/message.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'
import { painted } from '../colours.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { RunProgress } from '../run-progress.js'
import type { AgentClient } from './agent-client.js'
import { requireAgent } from './connect.js'
import { describeEvent, followJob, runEventOf } from './follow-job.js'
import { jobError, reportedError } from './run-on-agent.js'
import { jsonOption } from '../common-options.js'
import { fields, printEvent, printJson, printLines, show, table, tell, tellLine } from '../terminal.js'

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
    if (json) printJson(context, answer)
    else if (answer.jobs.length === 0) tell(context, 'jobs.none')
    else printLines(context, jobTable(context, answer.jobs))
    return 0
  }
})

export const showOne = defineCommand({
  name: 'jobs show',
  describe: 'command.jobsShow',
  positionals: ['[ID]'],
  options: { key, ...jsonOption },
  run: async (context, options, [id]) => {
    const job = await findJob(await requireAgent(context), 'jobs show', id, options.key)
    return show(context, options.json, job, () => jobLines(context, job))
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
      if (options.events) printEvent(context, event)
      else if (line !== undefined) tellLine(context, line)
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
        argument: `--${Object.keys(filter)[0] ?? ''}`,
        usage: 'jobs cancel ID'
      })
    }
    const { jobs } = isMany
      ? await client.call<{ jobs: Job[] }>('POST', '/v1/jobs/cancel', filter)
      : { jobs: [await cancelOne(client, id, key)] }
    for (const job of jobs) {
      tell(context, 'jobs.cancelled', { id: job.id, kind: job.kind, state: jobStateText(context, job) })
    }
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
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: 'ID | --key KEY' })
  }
  const { jobs } = await client.call<{ jobs: Job[] }>('GET', `/v1/jobs?key=${encodeURIComponent(key)}`)
  if (jobs[0] === undefined) throw new PacklineError('JOB_UNKNOWN', { id: key })
  return jobs[0]
}

/** Jobs as rows of one table. */
function jobTable (context: CommandContext, jobs: readonly Job[]): string[] {
  const { locale } = context
  const columns = ['id', 'kind', 'state', 'ago', 'workspace', 'error'] as const
  return table(
    context,
    columns.map(column => message(locale, `jobs.column.${column}`)),
    jobs.map(job => [
      job.id,
      job.kind,
      jobStateText(context, job),
      agoText(locale, job.createdAt, Date.now()),
      job.workspace,
      job.error === undefined ? '' : String(job.error.code)
    ])
  )
}

function jobStateText (context: CommandContext, { state, cancelRequestedAt }: Job): string {
  if (state === 'running' && cancelRequestedAt !== undefined) {
    return message(context.locale, 'jobState.ending')
  }
  const meaning = state === 'done' ? 'good' : state === 'failed' ? 'bad' : undefined
  const text = message(context.locale, `jobState.${state}`)
  return meaning === undefined ? text : painted(context, 'stdout', meaning, text)
}

/** All that there is to say of one job. */
function jobLines (context: CommandContext, job: Job): string[] {
  const { locale } = context
  const say = (key: MessageKey, parameters?: MessageParameters): string => message(locale, key, parameters)
  const { error, startedAt, endedAt } = job
  const took = startedAt === undefined || endedAt === undefined
    ? ''
    : durationText(say, Date.parse(endedAt) - Date.parse(startedAt))
  return fields(context, [
    [say('jobs.column.id'), job.id],
    [say('jobs.column.kind'), job.kind],
    [say('jobs.column.state'), jobStateText(context, job)],
    [say('jobs.column.workspace'), job.workspace],
    [say('jobs.field.key'), job.key ?? ''],
    [say('jobs.field.parameters'), parametersText(job.parameters)],
    [say('jobs.field.created'), agoText(locale, job.createdAt, Date.now())],
    [say('jobs.field.started'), startedAt === undefined ? '' : agoText(locale, startedAt, Date.now())],
    [say('jobs.field.ended'), endedAt === undefined ? '' : agoText(locale, endedAt, Date.now())],
    [say('jobs.field.took'), took],
    [say('jobs.field.attempt'), job.attempt > 1 ? String(job.attempt) : ''],
    [say('jobs.field.exitStatus'), job.exitStatus === undefined ? '' : String(job.exitStatus)],
    [say('jobs.column.error'), error === undefined ? '' : errorLine(context, error)]
  ])
}

function parametersText (parameters: Job['parameters']): string {
  return Object
    .entries(parameters)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}

function errorLine ({ locale }: CommandContext, document: Record<string, unknown>): string {
  const error = reportedError(document)
  const { message: sentence, hint } = describeError(locale, error)
  return [`${sentence} [${error.code}]`, hint ?? ''].filter(line => line !== '').join('\n')
}
