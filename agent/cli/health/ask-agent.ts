import { request } from 'node:http'
import { PacklineError } from '../../errors.js'

const answerMs = 10_000
const maxBytes = 32 * 1024 * 1024
const nobodyThere = new Set(['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTSOCK'])

/** The JSON that this machine's agent answers at `path`; undefined when no agent is up. `listen` is as in the configuration. */
export async function askAgent (listen: string, path: string, signal: AbortSignal): Promise<unknown> {
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(listen) ?? []
  const target = listen.startsWith('/') ? { socketPath: listen } : { host: host === '0.0.0.0' ? '127.0.0.1' : host, port: Number(port) }
  return await new Promise((resolve, reject) => {
    const asking = request({ ...target, path, headers: { accept: 'application/json' }, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > maxBytes) response.destroy(new Error(`more than ${maxBytes} bytes`))
      })
      response.on('error', fail)
      response.on('end', () => {
        try {
          resolve(JSON.parse(text))
        } catch {
          fail(new Error(`status ${response.statusCode}, ${JSON.stringify(text.slice(0, 60))}`))
        }
      })
    })
    const fail = (error: NodeJS.ErrnoException): void => {
      if (signal.aborted) reject(signal.reason)
      else if (nobodyThere.has(error.code ?? '')) resolve(undefined)
      else reject(new PacklineError('AGENT_NO_ANSWER', { listen, reason: error.message }, { cause: error }))
    }
    asking.on('error', fail)
    asking.end()
  })
}
