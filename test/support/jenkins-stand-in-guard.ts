import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { JenkinsStandIn, StandInOptions } from './jenkins-stand-in.js'

const loginPage = '<!DOCTYPE html><html><head><title>Sign in [Jenkins]</title></head>' +
  '<body>Authentication required</body></html>'

/** Passwords, tokens and crumbs, as Jenkins wants them; and what it says to an address that it has not. */
export function guard (
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
