import { randomBytes } from 'node:crypto'
import fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * A stand-in for a Jenkins controller: it answers the calls that packline makes as Jenkins's sources say, and
 * is no Jenkins. What a build does is the test's to say.
 */
export interface JenkinsStandIn {
  url: string
  nodes: Map<string, StandInNode>
  jobs: Map<string, StandInJob>
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
  offlineCauseReason: string
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
}

const loginPage =
  '<!DOCTYPE html><html><head><title>Sign in [Jenkins]</title></head><body>Authentication required</body></html>'

export async function startJenkinsStandIn (options: StandInOptions = {}): Promise<JenkinsStandIn> {
  const app = fastify({ bodyLimit: 10_000_000, forceCloseConnections: true })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    }
  )
  const standIn: JenkinsStandIn = {
    url: '',
    nodes: new Map([['(built-in)', onlineNode()]]),
    jobs: new Map(),
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
  addNodes(app, standIn)
  addJobs(app, standIn, options.startsBuilds ?? false)
  standIn.url = await app.listen({ host: '127.0.0.1', port: 0 })
  return standIn
}

export function onlineNode (): StandInNode {
  return { temporarilyOffline: false, connected: true, offlineCauseReason: '', idle: true }
}

function guard (
  app: FastifyInstance,
  standIn: JenkinsStandIn,
  { user, token, password }: StandInOptions
): void {
  const sessions = new Map<string, string>()
  app.addHook('preHandler', async (request, reply) => {
    standIn.requests.push(`${request.method} ${request.url}`)
    if (await standIn.intercept?.(request, reply) === true) return await reply
    if (user === undefined) return
    const [name, secret] = Buffer
      .from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
    if (request.headers.authorization === undefined) {
      return await reply.code(403).type('text/html').send(loginPage)
    }
    if (name !== user || (secret !== token && secret !== password)) {
      return await reply
        .code(401)
        .type('text/html')
        .send('<html><body><h2>HTTP ERROR 401 Invalid password/token for user</h2></body></html>')
    }
    const session = /JSESSIONID=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    const isCrumbed = sessions.has(session) && request.headers['jenkins-crumb'] === sessions.get(session)
    if (request.method === 'POST' && secret !== token && !isCrumbed) {
      return await reply
        .code(403)
        .type('text/html')
        .send('<html><body><h2>HTTP ERROR 403 No valid crumb was included in the request</h2></body></html>')
    }
  })
  app.get('/crumbIssuer/api/json', async (_request, reply) => {
    const session = randomBytes(8).toString('hex')
    sessions.set(session, randomBytes(16).toString('hex'))
    return await reply.header('set-cookie', `JSESSIONID=${session}; Path=/; HttpOnly`).send({
      crumb: sessions.get(session),
      crumbRequestField: 'Jenkins-Crumb'
    })
  })
  app.setNotFoundHandler(async (_request, reply) =>
    await reply.code(404).type('text/html').send(
      '<html><head><title>Error 404 Not Found</title></head></html>'
    )
  )
}

function addNodes (app: FastifyInstance, standIn: JenkinsStandIn): void {
  const nodeOf = (request: FastifyRequest): StandInNode | undefined =>
    standIn.nodes.get((request.params as { name: string }).name)
  const messageOf = (request: FastifyRequest): string => {
    const given = { ...request.query as Record<string, string>, ...request.body as Record<string, string> }
    return `Disconnected by farm : ${given.offlineMessage ?? ''}`
  }
  app.get('/computer/:name/api/json', async (request, reply) => {
    const node = nodeOf(request)
    if (node === undefined) return await reply.callNotFound()
    const { temporarilyOffline, connected, offlineCauseReason, idle } = node
    return {
      displayName: (request.params as { name: string }).name,
      offline: temporarilyOffline || !connected,
      temporarilyOffline,
      offlineCauseReason,
      idle,
      monitorData: { 'hudson.node_monitors.ClockMonitor': { diff: 12 } }
    }
  })
  app.post('/computer/:name/toggleOffline', async (request, reply) => {
    const node = nodeOf(request)
    if (node === undefined) return await reply.callNotFound()
    node.temporarilyOffline = !node.temporarilyOffline
    node.offlineCauseReason = node.temporarilyOffline ? messageOf(request) : ''
    standIn.onChange()
    return await reply.redirect('.', 302)
  })
  app.post('/computer/:name/changeOfflineCause', async (request, reply) => {
    const node = nodeOf(request)
    if (node === undefined) return await reply.callNotFound()
    Object.assign(node, { temporarilyOffline: true, offlineCauseReason: messageOf(request) })
    standIn.onChange()
    return await reply.redirect('.', 302)
  })
}

function addJobs (app: FastifyInstance, standIn: JenkinsStandIn, startsBuilds: boolean): void {
  let lastItem = 0
  const jsonOf = (each: StandInBuild) => ({
    number: each.number,
    queueId: each.queueId,
    building: each.building,
    result: each.result,
    timestamp: each.timestamp,
    url: `${standIn.url}/${jobPath(each.job)}/${each.number}/`,
    description: each.description,
    actions: [{}, { parameters: parameterList(each.parameters) }]
  })
  app.get('/queue/item/:id/api/json', async (request, reply) => {
    const item = standIn.queue.find(({ id }) => id === Number((request.params as { id: string }).id))
    if (item === undefined) return await reply.callNotFound()
    return {
      id: item.id,
      why: item.number === undefined ? 'Waiting for next available executor' : null,
      cancelled: item.cancelled,
      ...item.number !== undefined && { executable: { number: item.number } }
    }
  })
  app.get('/queue/api/json', async () => ({
    items: standIn.queue.filter(({ number, cancelled }) => number === undefined && !cancelled).map((
      { id, parameters }
    ) => ({ id, actions: [{ parameters: parameterList(parameters) }] }))
  }))
  app.get('/job/*', async (request, reply) => {
    const { name, rest } = split((request.params as { '*': string })['*'])
    const job = standIn.jobs.get(name)
    const builds = standIn.builds.filter(each => each.job === name)
    if (job === undefined) return await reply.callNotFound()
    if (rest === 'api/json') {
      const newestFirst = builds.toReversed()
      // `builds` ends after a hundred; `allBuilds` has them all, in the range that is asked for.
      const range = /allBuilds\[.*\]\{(\d+),(\d+)\}/.exec((request.query as { tree?: string }).tree ?? '')
      return {
        buildable: job.buildable,
        property: [{}, { parameterDefinitions: job.parameters.map(each => ({ name: each })) }],
        ...range === null
          ? { builds: newestFirst.slice(0, 100).map(jsonOf) }
          : { allBuilds: newestFirst.slice(Number(range[1]), Number(range[2])).map(jsonOf) }
      }
    }
    const build = builds.find(({ number }) => `${number}/api/json` === rest)
    return build === undefined ? await reply.callNotFound() : jsonOf(build)
  })
  app.post('/job/*', async (request, reply) => {
    const { name, rest } = split((request.params as { '*': string })['*'])
    const job = standIn.jobs.get(name)
    if (job === undefined || rest !== 'buildWithParameters') return await reply.callNotFound()
    if (!job.buildable) return await reply.code(409).send()
    if (job.parameters.length === 0) return await reply.code(400).send()
    const given = { ...request.query as Record<string, string>, ...request.body as Record<string, string> }
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
  const words = path.split('/')
  const names = [words.shift()!]
  while (words[0] === 'job') names.push(...words.splice(0, 2).slice(1))
  return { name: names.join('/'), rest: words.join('/') }
}

function jobPath (job: string): string {
  return job.split('/').map(name => `job/${encodeURIComponent(name)}`).join('/')
}
