import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { PacklineError, hasCode, toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { accountPage } from '../ui/account-page.js'
import { loginPage } from '../ui/login-page.js'
import type { Accounts } from '../users/accounts.js'
import { leastPasswordLength } from '../users/password.js'
import type { Audit } from './audited-writes.js'
import { forms, type Form } from './forms.js'
import { oidcRoutes } from './oidc-routes.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { returnAddress } from './return-address.js'
import { beginVisit } from './visits.js'

type FormRequest = FastifyRequest<{ Body: Form | undefined }>

const config = { role: 'none' } as const
const query = {
  type: 'object',
  properties: { return: { type: 'string', maxLength: 4000 }, changed: { type: 'string' } }
} as const

/** Signing in and out, and what somebody who is signed in sees of it. */
export function loginPages (accounts: Accounts, audit: Audit): FastifyPluginAsync {
  return async app => {
    await app.register(forms)
    addLogin(app, accounts, audit)
    addLogout(app, accounts, audit)
    addAccount(app, accounts, audit)
    if (accounts.oidc !== undefined) oidcRoutes(app, accounts, accounts.oidc, audit)
  }
}

function addLogin (app: FastifyInstance, accounts: Accounts, audit: Audit): void {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    given: { back: string, name: string, problem?: string }
  ): Promise<FastifyReply> =>
    await sendPage(
      reply,
      loginPage(viewOf(request, accounts.now()), {
        ...given,
        hasUsers: accounts.users.all().some(({ password }) => password !== undefined),
        provider: accounts.config.oidc?.title
      })
    )

  app.get<{ Querystring: { return?: string } }>(
    '/login',
    { config, schema: { ...hidden, querystring: query } },
    async (request, reply) =>
      await show(request, reply, { back: returnAddress(request.query.return), name: '' })
  )

  app.post<{ Body: Form | undefined }>('/login', { config, schema: hidden }, async (request, reply) => {
    const { name = '', password = '', return: asked } = request.body ?? {}
    const back = returnAddress(asked)
    try {
      beginVisit(accounts, request, reply, await accounts.signIn(name, password, request.ip))
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code !== 'LOGIN_FAILED' && error.code !== 'LOGIN_THROTTLED') throw thrown
      await audit(request, { action: 'login failed', by: name.slice(0, 128), details: { code: error.code } })
      if (error.code === 'LOGIN_THROTTLED') reply.header('retry-after', Number(error.details.seconds))
      const problem = describeError(viewOf(request, accounts.now()).locale, error).message
      return await show(request, reply.code(error.httpStatus), { back, name: name.slice(0, 128), problem })
    }
    await audit(request, { action: 'login', by: request.visit?.person?.name ?? name })
    return await reply.redirect(back, 303)
  })
}

function addLogout (app: FastifyInstance, accounts: Accounts, audit: Audit): void {
  app.post('/logout', { config, schema: hidden }, async (request, reply) => {
    const { visit } = request
    if (visit?.person !== undefined) {
      await accounts.signOut(visit.id)
      await audit(request, { action: 'logout', by: visit.person.name })
    }
    return await reply.redirect('/login', 303)
  })
}

function addAccount (app: FastifyInstance, accounts: Accounts, audit: Audit): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, more: {
    problem?: string
    isChanged: boolean
  }): Promise<FastifyReply> => {
    const person = signedIn(request)
    return await sendPage(
      reply,
      accountPage(viewOf(request, accounts.now()), {
        name: person.name,
        roles: person.roles,
        hasPassword: person.by === 'password',
        leastPassword: leastPasswordLength,
        ...more
      })
    )
  }

  app.get<{ Querystring: { changed?: string } }>(
    '/account',
    { config, schema: { ...hidden, querystring: query } },
    async (request, reply) => await show(request, reply, { isChanged: request.query.changed !== undefined })
  )

  app.post('/account/password', { config, schema: hidden }, async (request: FormRequest, reply) => {
    const { old = '', password = '' } = request.body ?? {}
    const { name, by } = signedIn(request)
    if (by === 'oidc') throw new PacklineError('USER_UNKNOWN', { name })
    try {
      const id = await accounts.changePassword(name, old, password, request.ip)
      await audit(request, { action: 'password changed', by: name })
      beginVisit(accounts, request, reply, id)
    } catch (thrown) {
      const isExpected = (['LOGIN_FAILED', 'LOGIN_THROTTLED', 'PASSWORD_UNSUITABLE'] as const).some(code =>
        hasCode(thrown, code)
      )
      if (!isExpected) throw thrown
      const error = toPacklineError(thrown)
      const problem = describeError(viewOf(request, accounts.now()).locale, error).message
      return await show(request, reply.code(error.httpStatus), { problem, isChanged: false })
    }
    return await reply.redirect('/account?changed', 303)
  })
}

function signedIn ({ visit }: FastifyRequest): NonNullable<NonNullable<FastifyRequest['visit']>['person']> {
  if (visit?.person === undefined) throw new PacklineError('HTTP_UNAUTHORIZED', { role: 'read' })
  return visit.person
}
