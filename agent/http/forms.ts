import { fastifyPlugin } from 'fastify-plugin'
import { PacklineError } from '../errors.js'
import { isFormToken } from './visits.js'

/** What a page posted; none of it was looked at yet. */
export type Form = Partial<Record<string, string>>

const formTokenField = 'form-token'
const maxBytes = 64 * 1024

/**
 * Takes what the forms of pages post, and only that: each has the token of the visit that it was shown to.
 * Programs that show a token of their own have no visit, and no other page can send theirs.
 */
export const forms = fastifyPlugin(async app => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: maxBytes },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    }
  )
  app.addHook('preValidation', async request => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const { [formTokenField]: given, ...form } = (request.body ?? {}) as Form
    const { visit, headers } = request
    // An agent without accounts, in a test, has no visits.
    const isChecked = request.server.accounts !== undefined && headers.authorization === undefined
    if (isChecked && (visit === undefined || !isFormToken(visit, given))) {
      throw new PacklineError('HTTP_FORM_STALE', {})
    }
    request.body = form
  })
}, { name: 'forms', fastify: '5.x' })
