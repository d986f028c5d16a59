import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { agentParts } from './agent-parts.js'
import type { AgentContext, Part } from './part.js'
import { buildApp } from './app.js'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { AgentConfig } from './config/agent-schema.js'
import { TokenFile } from './http/tokens.js'
import { Accounts } from './users/accounts.js'
import { jobPart } from './http/job-part.js'
import { isReachableByOthers, listen, readTls } from './http/listen.js'
import { Redactor, knownSecrets } from './config/redaction.js'
import { PacklineError } from './errors.js'
import { readAllTexts } from './messages/message.js'
import { writeEndpoint } from './jobs/endpoint.js'
import type { OwnEndpoint } from './jobs/endpoint.js'
import type { Wording } from './messages/phrase.js'
import { packlineVersion } from './version.js'

/** How long callers may take to read their answers when the agent ends. */
const lastWordsMs = 2000

export interface Agent {
  app: FastifyInstance
  /** Where it listens: a URL, or `unix:PATH`. */
  address: string
  /** Ends, hands back or leaves what is under way; nothing new is taken from now on. */
  drain: (deadline: AbortSignal, leaveRunning?: boolean) => Promise<void>
  close: () => Promise<void>
}

interface AgentSettings extends Omit<AgentContext, 'signal' | 'jobs' | 'redactor' | 'log' | 'repositories'> {
  log: FastifyBaseLogger
  redactor?: Redactor
}

/** Opens every part of an agent and listens. What was opened is closed again when one of them fails. */
export async function startAgent (given: AgentSettings, openers = agentParts): Promise<Agent> {
  const { config, home, cwd, environment, now } = given
  readAllTexts()
  const redactor = given.redactor ??
    new Redactor(await knownSecrets([{ document: config, folder: cwd }], environment))
  const closing = new AbortController()
  const parts: Part[] = []
  const repositories: AgentContext['repositories'] = async () =>
    (await Promise.all(parts.map(async part => await part.repositories?.() ?? []))).flat()
  const noticeProblems = (): ReadonlyMap<string, Wording> =>
    new Map(parts.flatMap(part => [...part.noticeProblems?.() ?? []]))
  const context = { ...given, redactor, repositories, noticeProblems }
  const closeParts = async (): Promise<void> => {
    closing.abort()
    for (const part of parts.splice(0).reverse()) await part.close?.()
  }
  try {
    const tokens = new TokenFile(resolve(cwd, config.http.tokensFile ?? join(home, 'tokens.json')), now)
    const accounts = await Accounts.open({ config: config.users, home, cwd, environment, now })
    checkCallers(config, tokens, accounts)
    const jobs = await jobPart(context)
    parts.push(jobs)
    for (const open of openers) {
      parts.push(await open({ ...context, jobs: jobs.queue, signal: closing.signal }))
    }
    const { app, address, endpoint } = await serve(context, { tokens, accounts }, parts)
    let isSucceeded = false
    return {
      app,
      address,
      drain: async (deadline, leaveRunning = false) => {
        isSucceeded = leaveRunning
        await Promise.all(parts.map(async part => await part.drain?.(deadline, leaveRunning)))
      },
      close: async () => {
        await (isSucceeded ? endpoint.leave(now()) : endpoint.remove())
        await jobs.queue.dismissFollowers(AbortSignal.timeout(lastWordsMs))
        await closeApp(app)
        await closeParts()
      }
    }
  } catch (error) {
    await closeParts()
    throw error
  }
}

/** Who is not on this machine needs a token, a certificate or an account. */
function checkCallers ({ listen, http }: AgentConfig, tokens: TokenFile, accounts: Accounts): void {
  const isOpen = tokens.all().length === 0 && !accounts.isUsed && http.tls?.clientCa === undefined
  if (isReachableByOthers(listen) && isOpen) {
    throw new PacklineError('AGENT_NEEDS_TOKENS', { address: listen })
  }
}

async function serve (
  { config, cwd, device, home, log, now, redactor }: AgentSettings & { redactor: Redactor },
  callers: { tokens: TokenFile, accounts: Accounts },
  parts: readonly Part[]
): Promise<{ app: FastifyInstance, address: string, endpoint: OwnEndpoint }> {
  const tls = await readTls(config.http.tls, cwd)
  const { publicUrl } = config.http
  const hostNames = [
    hostname(),
    device,
    ...publicUrl !== undefined && URL.canParse(publicUrl) ? [new URL(publicUrl).hostname] : []
  ]
  const token = randomBytes(32).toString('base64url')
  const app = await buildApp({
    http: config.http,
    ...callers,
    audit: { home, device, now },
    ownToken: token,
    parts,
    hostNames,
    log,
    tls,
    redactor
  })
  const address = await listen(app, config.listen)
  const endpoint = await writeEndpoint(home, {
    address,
    token,
    version: packlineVersion,
    ...tls !== undefined && { certificate: tls.cert }
  })
  return { app, address, endpoint }
}

async function closeApp (app: FastifyInstance): Promise<void> {
  const giveUp = setTimeout(() => {
    app.server.closeAllConnections()
  }, lastWordsMs)
  await app.close()
  clearTimeout(giveUp)
}
