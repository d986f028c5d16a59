import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Packline } from './packline.js'

export interface Shown {
  port: string
  /** A game with releases has a board. */
  game?: string
  /** Who can sign in there, as lines. */
  people: readonly string[]
}

/** An agent over what the demo made, until somebody ends it: its pages can be looked at and tried. */
export async function serveDemo ({ project, home }: Packline, shown: Shown): Promise<number> {
  const config = join(home, 'agent.json')
  const document = { device: 'demo', listen: `127.0.0.1:${shown.port}`, workspaces: [project] }
  writeFileSync(config, JSON.stringify(document))
  const agent = spawn(join(import.meta.dirname, '../packline'), ['serve'], {
    env: { ...process.env, PACKLINE_HOME: home, PACKLINE_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => agent.kill('SIGTERM'))
  createInterface({ input: agent.stderr }).on('line', line => {
    const address = /"address":"([^"]+)"/.exec(line)?.[1]
    if (address !== undefined) process.stdout.write(`\n${addresses(address, shown).join('\n')}\n`)
    else if (!line.startsWith('{') || line.includes('"level":"error"')) process.stderr.write(`${line}\n`)
  })
  return await new Promise(resolve => {
    agent.once('close', status => {
      resolve(status ?? 130)
    })
  })
}

function addresses (address: string, { game, people }: Shown): string[] {
  const board = game === undefined ? undefined : `${address}/projects/${game}`
  return [
    ...board === undefined ? [] : [
      `The board:     ${board}`,
      `Going live:    ${board}/flip?from=review-1&to=formal`,
      `Sign in there: ${address}/login`,
      ...people.map(line => `               ${line}`)
    ],
    `The farm:      ${address}/`,
    `The interface: ${address}/v1`,
    'Ctrl-C ends it.'
  ]
}
