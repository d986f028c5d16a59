import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Packline } from './packline.js'

/** An agent over what the demo made, until somebody ends it: its pages can be looked at and tried. */
export async function serveDemo ({ project, home }: Packline, name: string, port: string): Promise<number> {
  const config = join(home, 'agent.json')
  writeFileSync(
    config,
    JSON.stringify({
      device: 'demo',
      listen: `127.0.0.1:${port}`,
      workspaces: [project],
      // On this machine only, for whoever runs the demo.
      http: { localRole: 'admin' }
    })
  )
  const agent = spawn(join(import.meta.dirname, '../packline'), ['serve'], {
    env: { ...process.env, PACKLINE_HOME: home, PACKLINE_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => agent.kill('SIGTERM'))
  createInterface({ input: agent.stderr }).on('line', line => {
    const address = /"address":"([^"]+)"/.exec(line)?.[1]
    if (address !== undefined) {
      process.stdout.write(
        `\nThe board: ${address}/projects/${name}\nThe farm:  ${address}/\nThe interface: ${address}/v1\n` +
          'Ctrl-C ends it.\n'
      )
    } else if (!line.startsWith('{') || line.includes('"level":"error"')) process.stderr.write(`${line}\n`)
  })
  return await new Promise(resolve => {
    agent.once('close', status => {
      resolve(status ?? 130)
    })
  })
}
