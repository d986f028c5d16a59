import { fastifyPlugin } from 'fastify-plugin'

/**
 * A line for each request that could change something, or missed something: clients resolve thousands of
 * times a second. Queries are left out: forges put their secrets there.
 */
export const requestLogging = fastifyPlugin(async app => {
  app.addHook('onResponse', async (request, reply) => {
    if ((request.method === 'GET' || request.routeOptions.config.role === 'read') && reply.statusCode < 400) {
      return
    }
    request.log.info({
      method: request.method,
      // What stands there lets anybody load a package.
      path: request.url.split('?', 1)[0]?.replace(/^(\/install\/)[^/]+/, '$1…'),
      status: reply.statusCode,
      caller: request.caller?.name,
      ms: Math.round(reply.elapsedTime)
    }, 'request')
  })
}, { name: 'request-logging', fastify: '5.x' })
