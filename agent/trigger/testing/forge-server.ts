import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { plainEnvironment } from './repositories.js'

interface Seen {
  path: string
  authorization: string | undefined
}

/**
 * A server of git repositories over HTTP: git's own http-backend, and Git LFS as its API has it
 * (git-lfs docs/api/batch.md: POST …/info/lfs/objects/batch, then the `href` of each object). Without the right
 * password everything is 401, as a private project of a forge answers.
 */
export class ForgeServer {
  readonly seen: Seen[] = []
  /** Content by its sha256. */
  readonly objects = new Map<string, string>()
  /** Answers every LFS request with this address instead. */
  redirectLfs: string | undefined
  readonly #server: Server
  readonly #folder: string
  readonly #authorization: string | undefined

  private constructor (folder: string, login: string | undefined) {
    this.#folder = folder
    this.#authorization = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined)
      })
    })
  }

  /** Serves the bare repositories in `folder`. */
  static async start (folder: string, login?: string): Promise<ForgeServer> {
    const server = new ForgeServer(folder, login)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get url (): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close (): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer (request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, search } = new URL(request.url ?? '/', this.url)
    const { authorization } = request.headers
    this.seen.push({ path, authorization })
    if (this.#authorization !== undefined && authorization !== this.#authorization) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="forge"' }).end()
      return
    }
    if (!path.includes('/lfs/')) this.#runGit(request, response, path, search.slice(1))
    else if (this.redirectLfs !== undefined) {
      response.writeHead(307, { location: `${this.redirectLfs}${path}` }).end()
    } else if (path.endsWith('/objects/batch')) await this.#batch(request, response)
    else response.end(this.objects.get(path.split('/').at(-1) ?? ''))
  }

  async #batch (request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { objects } = JSON.parse(Buffer.concat(chunks).toString()) as {
      objects: Array<{ oid: string, size: number }>
    }
    response.writeHead(200, { 'content-type': 'application/vnd.git-lfs+json' }).end(JSON.stringify({
      transfer: 'basic',
      objects: objects.map(({ oid, size }) => ({
        oid,
        size,
        ...this.objects.has(oid)
          ? { actions: { download: { href: `${this.url}/lfs/objects/${oid}` } } }
          : { error: { code: 404, message: 'Object does not exist' } }
      }))
    }))
  }

  /** As a web server calls it (git-http-backend(1)): CGI. */
  #runGit (request: IncomingMessage, response: ServerResponse, path: string, query: string): void {
    const git = spawn('git', ['http-backend'], {
      env: {
        ...plainEnvironment,
        GIT_PROJECT_ROOT: this.#folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: path,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? '')
      },
      stdio: ['pipe', 'pipe', 'ignore']
    })
    request.pipe(git.stdin)
    git.stdin.on('error', () => {})
    let head = Buffer.alloc(0)
    const readHead = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      git.stdout.off('data', readHead)
      const lines = head.subarray(0, end).toString().split('\r\n').map(line => line.split(': ', 2))
      const fields = new Map(lines.map(([name = '', value = '']) => [name, value]))
      const status = Number.parseInt(fields.get('Status') ?? '200')
      fields.delete('Status')
      response.writeHead(status, Object.fromEntries(fields))
      response.write(head.subarray(end + 4))
      git.stdout.pipe(response)
    }
    git.stdout.on('data', readHead)
  }
}
