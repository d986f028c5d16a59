import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../agent/processes/free-port.js'

interface Sample {
  metric: Record<string, string>
  value: [at: number, value: string]
}

export interface Prometheus {
  /** What an expression gives now. Throws what Prometheus says about one that it refuses. */
  query: (expr: string) => Promise<Sample[]>
  close: () => Promise<void>
}

/** Debian's Prometheus with a configuration (YAML, and so also JSON), its data below `folder`. */
export async function startPrometheus (folder: string, config: string): Promise<Prometheus> {
  const file = join(folder, 'prometheus.yml')
  writeFileSync(file, config)
  const address = `127.0.0.1:${await freePort()}`
  const server = spawn('prometheus', [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`
  ], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  for await (const chunk of server.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    log += String(chunk)
    if (log.includes('ready to receive web requests')) break
  }
  if (server.exitCode !== null || !log.includes('ready')) throw new Error(`Prometheus does not start: ${log}`)
  server.stderr.resume()
  return {
    query: async expr => {
      const answer = await fetch(`http://${address}/api/v1/query?${new URLSearchParams({ query: expr })}`)
      const { error, data } = await answer.json() as { error?: string, data?: { result: Sample[] } }
      if (data === undefined) throw new Error(`${expr}: ${error}`)
      return data.result
    },
    close: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    }
  }
}
