import { request } from 'node:http'
import { errorCodes, PacklineError } from '../../errors.js'

const answerMs = 10_000
const maxBytes = 32 * 1024 * 1024
const nobodyThere = new Set(['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTSOCK'])

/** The JSON that this machine's agent answers at `path`; undefined when no agent is up. `listen` is as in the configuration. With `body` it is posted. */
export async function askAgent (listen: string, path: string, signal: AbortSignal, body?: object): Promise<unknown> {
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(listen) ?? []
  const target = listen.startsWith('/') ? { socketPath: listen } : { host: host === '0.0.0.0' ? '127.0.0.1' : host, port: Number(port) }
  return await new Promise((resolve, reject) => {
    const asking = request({ ...target, path, method: body === undefined ? 'GET' : 'POST', headers: { accept: 'application/json', host: 'localhost', ...body === undefined ? {} : { 'content-type': 'application/json' } }, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) }, response => {
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
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** As askAgent, for what only an agent can do: its errors are thrown as they are, and no agent is AGENT_NOT_UP. */
export async function askRunningAgent (listen: string, path: string, signal: AbortSignal, body?: object): Promise<Record<string, unknown>> {
  const answer = await askAgent(listen, path, signal, body) as Record<string, unknown> | undefined
  if (answer === undefined) throw new PacklineError('AGENT_NOT_UP', { listen })
  const error = answer.error as { code?: unknown, details?: Record<string, unknown> } | undefined
  if (error === undefined) return answer
  const code = errorCodes.find(each => each === error.code)
  throw code === undefined ? new PacklineError('AGENT_NO_ANSWER', { listen, reason: String(error.code) }) : new PacklineError(code, error.details ?? {})
}
