import { request, Agent as HttpAgent } from 'node:http'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { plainEnvironment } from '../../../agent/trigger/testing/repositories.js'
import { declaredParameters } from '../../../agent/trigger/testing/watched-repository.js'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import { places } from '../places.js'
import { lanesSuch } from './kept-lanes.js'
import { benchConfig, hook, PushedRepository } from './pushed-repository.js'
import { ServedAgent } from './served-agent.js'

const sprite = 'art/icons/coin spin 01.png'

export interface HookLatency {
  hooks: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  longestMs: number
}

/**
 * Sends hooks at a steady pace, each for one of ten repositories, and measures how long each takes to be
 * answered.
 */
export async function hookLatency (
  folder: string,
  program: readonly string[],
  seconds: number,
  perSecond = 200
): Promise<HookLatency> {
  mkdirSync(folder, { recursive: true })
  const repositories = Array.from({ length: 10 }, (_, index) => new PushedRepository(folder, `h${index}`, 1))
  const agent = new ServedAgent(
    folder,
    program,
    benchConfig(folder, repositories, 'http://127.0.0.1:1', {
      quietSeconds: 1,
      maxWaitSeconds: 10,
      pollSeconds: 60
    })
  )
  const connections = new HttpAgent({ keepAlive: true, maxSockets: 16 })
  await agent.start()
  try {
    const { hostname, port } = new URL(agent.address)
    const send = async (index: number): Promise<number> => {
      const { body, headers } = hook(`h${index % 10}`, String(index), String(index + 1))
      const startedAt = performance.now()
      return await new Promise((resolve, reject) => {
        const sent = request({
          agent: connections,
          hostname,
          port,
          method: 'POST',
          path: '/v1/hooks/github',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) }
        }, answer => {
          answer.resume().on('end', () => {
            if (answer.statusCode === 202) resolve(performance.now() - startedAt)
            else reject(new Error(`status ${answer.statusCode}`))
          })
        })
        sent.on('error', reject).end(body)
      })
    }
    for (let index = 0; index < perSecond; index++) await send(index)
    const total = seconds * perSecond
    const begun = performance.now()
    const answers: Array<Promise<number>> = []
    for (let index = 0; index < total; index++) {
      await delay(Math.max(0, begun + index * 1000 / perSecond - performance.now()))
      answers.push(send(perSecond + index))
    }
    const times = (await Promise.all(answers)).sort((a, b) => a - b)
    const at = (share: number): number => Number(times[Math.floor((times.length - 1) * share)]!.toFixed(2))
    return { hooks: total, perSecond, p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1) }
  } finally {
    connections.destroy()
    await agent.stop()
  }
}

/** Pushes one sprite to the sample game and measures until Jenkins is asked for a build. */
export async function spriteLatency (
  folder: string,
  program: readonly string[],
  quietSeconds: number,
  rounds: number
): Promise<number[]> {
  mkdirSync(folder, { recursive: true })
  const [origin, work] = [join(folder, 'game.git'), join(folder, 'game')]
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', work, ...args], {
      env: plainEnvironment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    })
  cpSync(join(places.root, 'resources/sample-game'), work, { recursive: true })
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin], {
    env: plainEnvironment
  })
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', origin)
  const push = (message: string): void => {
    git('add', '--all')
    git('commit', '--quiet', '-m', message)
    git('push', '--quiet', 'origin', 'main')
  }
  push('start')
  const jenkins = await startJenkinsStandIn({ startsBuilds: true })
  jenkins.jobs.set('assets', { parameters: declaredParameters, buildable: true })
  const config = benchConfig(folder, [{ name: 'game', url: `file://${origin}` }], jenkins.url, {
    quietSeconds,
    maxWaitSeconds: 30,
    pollSeconds: 600
  })
  const agent = new ServedAgent(folder, program, config)
  try {
    await agent.start()
    await lanesSuch('the first look', agent.home, config, lanes => lanes.length === 1)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      cpSync(join(work, sprite), join(work, sprite.replace('.png', `-${round}.png`)))
      push(`sprite ${round}`)
      const pushedAt = performance.now()
      const { body, headers } = hook('game', String(round), String(round + 1))
      await fetch(`${agent.address}/v1/hooks/github`, { method: 'POST', body, headers })
      await until(() => jenkins.builds.length > round)
      times.push(Math.round(performance.now() - pushedAt))
      jenkins.finish(jenkins.builds.at(-1)!, 'SUCCESS')
      await until(() => agent.lines.filter(({ msg }) => msg === 'run ended').length > round)
    }
    return times
  } finally {
    await agent.stop()
    await jenkins.close()
  }
}

async function until (isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('nothing came within a minute')
    await delay(2)
  }
}
