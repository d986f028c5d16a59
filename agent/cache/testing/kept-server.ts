import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** A server that is not as it should be; real ones are not so on demand. */
export async function serve (t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/cache`
}

export interface KeptServer {
  url: string
  kept: Map<string, Buffer>
}

/** Bazel's layout in memory; what is sent is kept where `put` says 200. */
export async function serveKept (
  t: Test,
  put: (name: string) => number,
  answer = (_method: string, _name: string, end: () => void): void => {
    end()
  }
): Promise<KeptServer> {
  const kept = new Map<string, Buffer>()
  const url = await serve(t, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => {
      const { method = '', url: name = '' } = request
      const status = method === 'PUT' ? put(name) : 200
      if (method === 'PUT' && status === 200) kept.set(name, Buffer.concat(chunks))
      answer(method, name, () => {
        response.writeHead(status === 200 && !kept.has(name) ? 404 : status).end(kept.get(name))
      })
    })
  })
  return { url, kept }
}
