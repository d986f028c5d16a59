import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { Test } from 'tap'
import { buildApp } from '../../agent/app.js'
import type { AgentConfig } from '../../agent/config/agent-schema.js'
import { defaultAgentConfig } from '../../agent/config/agent-config.js'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'
import { pageFiles } from '../../agent/http/page-files.js'
import { releasePart } from '../../agent/http/release-part.js'
import { TokenFile } from '../../agent/http/tokens.js'
import { reviewedWorld } from '../../agent/release/testing/release-world.js'
import type { AgentContext, Part } from '../../agent/part.js'
import { Accounts } from '../../agent/users/accounts.js'
import { hashPassword } from '../../agent/users/password.js'
import type { RolesByProject } from '../../agent/users/project-role.js'
import { FormVisitor } from './form-visitor.js'

export const password = 'a password that is long'
export const now = (): number => Date.parse('2026-01-15T00:00:00Z')
const cheapHash = hashPassword(password, { ln: 5, r: 8, p: 1 })

/** The releases of a game over HTTP, with people who may do this or that there. */
export async function peopleWorld (
  t: Test,
  people: Record<string, RolesByProject>,
  settings: Pick<Partial<AgentConfig>, 'notices'> & {
    publicUrl?: string
    environment?: Record<string, string>
    /** Orders become jobs of these; without, there are no orders. */
    jobs?: AgentContext['jobs']
  } = {}
) {
  let close = async (): Promise<void> => {}
  t.teardown(async () => {
    await close()
  })
  const home = t.testdir()
  const clock = { nowMs: now() }
  const documents = new LevelDocuments({ folder: join(home, 'documents') })
  const world = await reviewedWorld(documents)
  const { publicUrl, environment = {}, jobs, ...others } = settings
  const defaults = defaultAgentConfig()
  const config = {
    ...defaults,
    ...others,
    http: { ...defaults.http, ...publicUrl !== undefined && { publicUrl } }
  }
  const context = {
    config,
    home,
    cwd: home,
    environment,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    device: 'mac-01',
    signal: new AbortController().signal,
    now: () => clock.nowMs,
    ...jobs !== undefined && { jobs }
  }
  const part = await releasePart(context)
  const accounts = await Accounts.open({ ...context, config: config.users })
  for (const [name, roles] of Object.entries(people)) {
    await accounts.users.add({ name, password: await cheapHash, roles })
  }
  const routes: RouteOptions[] = []
  const listing = fastifyPlugin(async app => {
    app.addHook('onRoute', route => {
      routes.push(route)
    })
  })
  const serve = async (...parts: Part[]) =>
    await buildApp({
      http: { ...config.http, localRole: 'none' },
      tokens: new TokenFile(join(home, 'tokens.json'), Date.now),
      accounts,
      audit: { home, device: 'mac-01', now },
      hostNames: ['packline.example'],
      parts: [{ name: 'files', routes: pageFiles }, ...parts]
    })
  const app = await serve({ name: 'listing', routes: listing }, part)
  let closeAnother = async (): Promise<void> => {}
  /** One more agent with the same documents. */
  const another = async () => {
    const otherPart = await releasePart(context)
    const other = await serve(otherPart)
    closeAnother = async () => {
      await other.close()
      await otherPart.close?.()
    }
    return other
  }
  close = async () => {
    await app.close()
    await part.close?.()
    await closeAnother()
    await documents.close()
  }
  const audit = () =>
    readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line))
  const visitor = async (name?: string): Promise<FormVisitor> => {
    const visitor = new FormVisitor(app)
    if (name !== undefined) await visitor.signIn(name, password)
    return visitor
  }
  return { ...world, documents, app, another, accounts, routes, audit, visitor, home, clock }
}
