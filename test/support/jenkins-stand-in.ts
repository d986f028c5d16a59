import fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { guard } from './jenkins-stand-in-guard.js'
import { addItems, answerItem } from './jenkins-stand-in-items.js'

/**
 * A stand-in for a Jenkins controller: it answers the calls that packline makes as Jenkins's sources say, and
 * is no Jenkins. What a build does is the test's to say.
 */
export interface JenkinsStandIn {
  url: string
  nodes: Map<string, StandInNode>
  jobs: Map<string, StandInJob>
  /** config.xml of folders and jobs by path, and of nodes by name. */
  configs: Map<string, string>
  nodeConfigs: Map<string, string>
  credentials: Set<string>
  queue: StandInItem[]
  builds: StandInBuild[]
  /** Every request, oldest first: "POST /job/assets/buildWithParameters". */
  requests: string[]
  /** Answers requests instead of the stand-in while it returns true. */
  intercept: ((request: FastifyRequest, reply: FastifyReply) => boolean | Promise<boolean>) | undefined
  /** Called after each thing that changed. */
  onChange: () => void
  startNext: () => StandInBuild | undefined
  finish: (build: StandInBuild, result: string) => void
  close: () => Promise<void>
}

export interface StandInNode {
  temporarilyOffline: boolean
  connected: boolean
  /** As Jenkins shows it: "Disconnected by USER : REASON". */
  offlineCause: string
  idle: boolean
}
export interface StandInJob {
  parameters: string[]
  buildable: boolean
}
export interface StandInItem {
  id: number
  job: string
  parameters: Record<string, string>
  cancelled: boolean
  number?: number
}
export interface StandInBuild {
  job: string
  number: number
  queueId: number
  building: boolean
  result: string | null
  timestamp: number
  parameters: Record<string, string>
  description: string
}

export interface StandInOptions {
  user?: string
  token?: string
  /** Calls with a password need a crumb and its session. */
  password?: string
  /** Starts each queued build at once. */
  startsBuilds?: boolean
  /** As controllers do since a node's cause is kept with the node: HTML in a reason is escaped. */
  escapesReasons?: boolean
}

/** As hudson.util.CharacterEncodingFilter has it: UTF-8 where a form names no charset, else that one. */
function formIn (body: Buffer, contentType: string): Record<string, string> {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/i.exec(contentType) ?? []
  const decoder = new TextDecoder(charset)
  const text = (part: string): string =>
    decoder.decode(
      Buffer.from(
        part.replaceAll('+', ' ').replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(parseInt(hex, 16))),
        'latin1'
      )
    )
  const pairs = body.toString('latin1').split('&').filter(pair => pair !== '')
  return Object.fromEntries(pairs.map(pair => {
    const [name = '', ...value] = pair.split('=')
    return [text(name), text(value.join('='))]
  }))
}

export async function startJenkinsStandIn (options: StandInOptions = {}): Promise<JenkinsStandIn> {
  const app = fastify({ bodyLimit: 10_000_000, forceCloseConnections: true })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (request, body, done) => {
      done(null, formIn(Buffer.from(body), request.headers['content-type'] ?? ''))
    }
  )
  const standIn: JenkinsStandIn = {
    url: '',
    nodes: new Map([['(built-in)', onlineNode()]]),
    jobs: new Map(),
    configs: new Map(),
    nodeConfigs: new Map(),
    credentials: new Set(),
    queue: [],
    builds: [],
    requests: [],
    intercept: undefined,
    onChange: () => {},
    startNext: () => startNext(standIn),
    finish: (build, result) => {
      Object.assign(build, { building: false, result })
      standIn.onChange()
    },
    close: async () => {
      await app.close()
    }
  }
  guard(app, standIn, options)
  addItems(app, standIn)
  addNodes(app, standIn, options.escapesReasons ?? false)
  addQueue(app, standIn)
  addJobs(app, standIn)
  addTriggers(app, standIn, options.startsBuilds ?? false)
  standIn.url = await app.listen({ host: '127.0.0.1', port: 0 })
  return standIn
}

export function onlineNode (): StandInNode {
  return { temporarilyOffline: false, connected: true, offlineCause: '', idle: true }
}

interface Form {
  Querystring: Record<string, string>
  Body: Record<string, string> | undefined
}
interface NodeForm extends Form {
  Params: { name: string }
}
interface JobForm extends Form {
  Params: { '*': string }
}

/** Jenkins takes parameters from the address and from the body alike. */
function givenIn ({ query, body }: FastifyRequest<Form>): Record<string, string> {
  return { ...query, ...body }
}

/**
 * As hudson.model.Computer and hudson.slaves.OfflineCause have it. UserCause: "Disconnected by USER : MESSAGE",
 * where MESSAGE went through Util.fixEmptyAndTrim. getOfflineCauseReason: replaceAll of
 * "^Disconnected by [\\w\\W]* \\: ", which is greedy, and then of "^Disconnected by [\\w\\W]*". Util.escape writes
 * the five characters of HTML.
 */
function causeReason (cause: string, isEscaped: boolean): string {
  const cut = cause.replace(/^Disconnected by [\w\W]* : /, '').replace(/^Disconnected by [\w\W]*/, '')
  const names: Record<string, string> = { '<': 'lt', '>': 'gt', '&': 'amp', '"': 'quot', "'": '#039' }
  return isEscaped ? cut.replace(/[<>&"']/g, each => `&${names[each] ?? ''};`) : cut
}

function addNodes (app: FastifyInstance, standIn: JenkinsStandIn, isEscaped: boolean): void {
  const messageOf = (request: FastifyRequest<Form>): string => {
    const message = (givenIn(request).offlineMessage ?? '').trim()
    return `Disconnected by farm${message === '' ? '' : ` : ${message}`}`
  }
  const json = (name: string, node: StandInNode) => {
    const { temporarilyOffline, connected, offlineCause, idle } = node
    return {
      displayName: name,
      offline: temporarilyOffline || !connected,
      temporarilyOffline,
      offlineCause: offlineCause === ''
        ? null
        : {
          _class: 'hudson.slaves.OfflineCause$UserCause',
          timestamp: 1_700_000_000_000,
          description: offlineCause
        },
      offlineCauseReason: causeReason(offlineCause, isEscaped),
      idle,
      monitorData: { 'hudson.node_monitors.ClockMonitor': { diff: 12 } }
    }
  }
  app.get('/computer/api/json', async () => ({
    computer: [...standIn.nodes].map(([name, node]) => json(name, node))
  }))
  app.get<{ Params: { name: string } }>('/computer/:name/api/json', async (request, reply) => {
    const { name } = request.params
    const node = standIn.nodes.get(name)
    return node === undefined ? reply.callNotFound() : json(name, node)
  })
  app.post<NodeForm>('/computer/:name/toggleOffline', async (request, reply) => {
    const node = standIn.nodes.get(request.params.name)
    if (node === undefined) return reply.callNotFound()
    node.temporarilyOffline = !node.temporarilyOffline
    node.offlineCause = node.temporarilyOffline ? messageOf(request) : ''
    standIn.onChange()
    return await reply.redirect('.', 302)
  })
  app.post<NodeForm>('/computer/:name/changeOfflineCause', async (request, reply) => {
    const node = standIn.nodes.get(request.params.name)
    if (node === undefined) return reply.callNotFound()
    Object.assign(node, { temporarilyOffline: true, offlineCause: messageOf(request) })
    standIn.onChange()
    return await reply.redirect('.', 302)
  })
}

function addQueue (app: FastifyInstance, standIn: JenkinsStandIn): void {
  app.get<{ Params: { id: string } }>('/queue/item/:id/api/json', async (request, reply) => {
    const item = standIn.queue.find(({ id }) => id === Number(request.params.id))
    if (item === undefined) return reply.callNotFound()
    return {
      id: item.id,
      why: item.number === undefined ? 'Waiting for next available executor' : null,
      cancelled: item.cancelled,
      ...item.number !== undefined && { executable: { number: item.number } }
    }
  })
  // Queue.doCancelItem: 204, or 404 for an item that has left the queue.
  app.post<Form>('/queue/cancelItem', async (request, reply) => {
    const item = standIn.queue.find(({ id }) => id === Number(givenIn(request).id))
    if (item === undefined || item.number !== undefined) return await reply.code(404).send()
    item.cancelled = true
    standIn.onChange()
    return await reply.code(204).send()
  })
  app.get('/queue/api/json', async () => ({
    items: standIn.queue.filter(({ number, cancelled }) => number === undefined && !cancelled).map((
      { id, parameters }
    ) => ({ id, actions: [{ parameters: parameterList(parameters) }] }))
  }))
}

function addJobs (app: FastifyInstance, standIn: JenkinsStandIn): void {
  app.get<{ Params: { '*': string }, Querystring: { tree?: string } }>('/job/*', async (request, reply) => {
    const { name, rest } = split(request.params['*'])
    const answered = await answerItem(standIn, { name, rest }, request, reply)
    if (answered !== undefined) return answered
    const job = standIn.jobs.get(name)
    const builds = standIn.builds.filter(each => each.job === name)
    if (job === undefined) return reply.callNotFound()
    if (rest === 'api/json') {
      const newestFirst = builds.toReversed()
      // `builds` ends after a hundred; `allBuilds` has them all, in the range that is asked for.
      const range = /allBuilds\[.*\]\{(\d+),(\d+)\}/.exec(request.query.tree ?? '')
      return {
        buildable: job.buildable,
        property: [{}, { parameterDefinitions: job.parameters.map(each => ({ name: each })) }],
        ...range === null
          ? { builds: newestFirst.slice(0, 100).map(build => buildJson(standIn, build)) }
          : {
            allBuilds: newestFirst.slice(Number(range[1]), Number(range[2])).map(build =>
              buildJson(standIn, build)
            )
          }
      }
    }
    const build = builds.find(({ number }) => `${number}/api/json` === rest)
    return build === undefined ? reply.callNotFound() : buildJson(standIn, build)
  })
}

function addTriggers (app: FastifyInstance, standIn: JenkinsStandIn, startsBuilds: boolean): void {
  let lastItem = 0
  app.post<JobForm>('/job/*', async (request, reply) => {
    const { name, rest } = split(request.params['*'])
    const answered = await answerItem(standIn, { name, rest }, request, reply)
    if (answered !== undefined) return answered
    const job = standIn.jobs.get(name)
    // Run.doStop: interrupts what runs, and leads back to the page in any case.
    const number = /^(\d+)\/stop$/.exec(rest)?.[1]
    if (number !== undefined) {
      const build = standIn.builds.find(each => each.job === name && each.number === Number(number))
      if (build === undefined) return reply.callNotFound()
      if (build.building) standIn.finish(build, 'ABORTED')
      return await reply.redirect('.', 302)
    }
    if (job === undefined || rest !== 'buildWithParameters') return reply.callNotFound()
    if (!job.buildable) return await reply.code(409).send()
    if (job.parameters.length === 0) return await reply.code(400).send()
    const given = givenIn(request)
    // Jenkins drops what the job does not declare.
    const parameters = Object.fromEntries(job.parameters.map(each => [each, given[each] ?? '']))
    const same = standIn.queue.find(item =>
      item.number === undefined && !item.cancelled && item.job === name &&
      JSON.stringify(item.parameters) === JSON.stringify(parameters)
    )
    const item = same ?? { id: ++lastItem, job: name, parameters, cancelled: false }
    if (same === undefined) standIn.queue.push(item)
    if (startsBuilds) standIn.startNext()
    standIn.onChange()
    return await reply
      .code(same === undefined ? 201 : 303)
      .header('location', `${standIn.url}/queue/item/${item.id}/`)
      .send()
  })
}

function buildJson (standIn: JenkinsStandIn, each: StandInBuild) {
  return {
    number: each.number,
    queueId: each.queueId,
    building: each.building,
    result: each.result,
    timestamp: each.timestamp,
    url: `${standIn.url}/${jobPath(each.job)}/${each.number}/`,
    description: each.description,
    actions: [{}, { parameters: parameterList(each.parameters) }]
  }
}

function startNext (standIn: JenkinsStandIn): StandInBuild | undefined {
  const item = standIn.queue.find(({ number, cancelled }) => number === undefined && !cancelled)
  if (item === undefined) return undefined
  item.number = standIn.builds.filter(({ job }) => job === item.job).length + 1
  const build = {
    job: item.job,
    number: item.number,
    queueId: item.id,
    building: true,
    result: null,
    timestamp: Date.now(),
    parameters: item.parameters,
    description: ''
  }
  standIn.builds.push(build)
  standIn.onChange()
  return build
}

function parameterList (parameters: Record<string, string>): Array<{ name: string, value: string }> {
  return Object.entries(parameters).map(([name, value]) => ({ name, value }))
}

/** "a/job/b/api/json" is the job a/b and what is asked of it. */
function split (path: string): { name: string, rest: string } {
  const [first = '', ...words] = path.split('/')
  const names = [first]
  while (words[0] === 'job') names.push(...words.splice(0, 2).slice(1))
  return { name: names.join('/'), rest: words.join('/') }
}

function jobPath (job: string): string {
  return job.split('/').map(name => `job/${encodeURIComponent(name)}`).join('/')
}
