import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** What an exporter sent: first, and where that was recorded too, a while later. */
export interface Recording {
  /** Its folder: the job of Prometheus that scrapes it. */
  job: string
  name: string
  texts: readonly string[]
}

const later = '.later.prom'

export function recordings (folder: string): Recording[] {
  return readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).flatMap(
    ({ name: job }) => {
      const files = readdirSync(join(folder, job))
      return files.filter(file => file.endsWith('.prom') && !file.endsWith(later)).map(file => {
        const name = file.replace(/\.prom$/, '')
        const after = files.filter(other => other === `${name}${later}`)
        return {
          job,
          name,
          texts: [file, ...after].map(each => readFileSync(join(folder, job, each), 'utf8'))
        }
      })
    }
  )
}

/** Serves recordings as their exporters would: the first scrape gets the first text, all others the last. */
export async function serveRecordings (recorded: readonly Recording[]) {
  const scrapes = new Map<string, number>()
  const watchers: Array<() => void> = []
  const server = createServer((request, response) => {
    const asked = request.url?.slice(1) ?? ''
    const count = scrapes.get(asked) ?? 0
    scrapes.set(asked, count + 1)
    const found = recorded.find(({ job, name }) => `${job}/${name}` === asked)
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8')
    response.end(found?.texts[Math.min(count, found.texts.length - 1)] ?? '')
    for (const watcher of watchers) watcher()
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** When each was asked so often: Prometheus asks again when it has kept the answer before. */
    scraped: async (times: number) => {
      await new Promise<void>(resolve => {
        const look = (): void => {
          if (recorded.every(({ job, name }) => (scrapes.get(`${job}/${name}`) ?? 0) >= times)) resolve()
        }
        watchers.push(look)
        look()
      })
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
