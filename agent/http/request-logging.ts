import { fastifyPlugin } from 'fastify-plugin'

/** A line for each request that changed or missed something. Queries are left out: forges put their secrets there. */
export const requestLogging = fastifyPlugin(async app => {
  app.addHook('onResponse', async (request, reply) => {
    if (request.method === 'GET' && reply.statusCode < 400) return
    request.log.info({
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      caller: request.caller?.name,
      ms: Math.round(reply.elapsedTime)
    }, 'request')
  })
}, { name: 'request-logging', fastify: '5.x' })
