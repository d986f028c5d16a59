import type { FastifyPluginAsync } from 'fastify'
import { icon } from '../ui/icon.js'
import { liveScript } from '../ui/live-script.js'
import { style } from '../ui/style.js'
import { hidden } from './page-reply.js'

const files = [
  { path: '/ui/style.css', type: 'text/css', body: style },
  { path: '/ui/live.js', type: 'text/javascript', body: liveScript },
  { path: '/ui/icon.svg', type: 'image/svg+xml', body: icon }
]

/** What every page asks for. */
export const pageFiles: FastifyPluginAsync = async app => {
  for (const { path, type, body } of files) {
    app.get(path, { config: { role: 'none' }, schema: hidden }, async (_request, reply) =>
      await reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'max-age=300')
        .header('x-content-type-options', 'nosniff')
        .send(body))
  }
}
