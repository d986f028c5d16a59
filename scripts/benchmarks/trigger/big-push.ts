import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { declaredParameters } from '../../../agent/trigger/testing/watched-repository.js'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import { lanesSuch } from './kept-lanes.js'
import { benchConfig, PushedRepository } from './pushed-repository.js'
import { ServedAgent } from './served-agent.js'

const statusMs = 20
const settleMs = 3000

export interface BigPush {
  commits: number
  builds: number
  /** From the hook to Jenkins being asked. */
  startMs: number
  /** From the build's end to the status of the newest commit. */
  headSetMs: number
}

/** Many commits in one push: one build, and the status of the newest before those of the others. */
export async function bigPush (
  folder: string,
  program: readonly string[],
  quietSeconds: number,
  commits: number
): Promise<BigPush> {
  mkdirSync(folder, { recursive: true })
  const repository = new PushedRepository(folder, 'big', commits)
  const set: Array<{ commit: string, state: string, atMs: number }> = []
  // GitHub's POST /repos/OWNER/NAME/statuses/SHA, as slow as a forge that has others to serve.
  const forge = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const { state } = JSON.parse(Buffer.concat(chunks).toString()) as { state: string }
      setTimeout(() => {
        set.push({ commit: request.url?.split('/').at(-1) ?? '', state, atMs: performance.now() })
        response.writeHead(201, { 'content-type': 'application/json' }).end('{}')
      }, statusMs)
    })
  })
    .listen(0, '127.0.0.1')
  await once(forge, 'listening')
  const jenkins = await startJenkinsStandIn({ startsBuilds: true })
  jenkins.jobs.set('assets', { parameters: declaredParameters, buildable: true })
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, 'token')
  const apiUrl = `http://127.0.0.1:${(forge.address() as AddressInfo).port}`
  const times = { quietSeconds, maxWaitSeconds: 30, pollSeconds: 600 }
  const config = benchConfig(folder, [repository], jenkins.url, times, { tokenFile, apiUrl })
  const agent = new ServedAgent(folder, program, config)
  try {
    await agent.start()
    await lanesSuch('the first look', agent.home, config, lanes => lanes.length === 1)
    const { body, headers } = repository.pushAll()
    const pushedAt = performance.now()
    await fetch(`${agent.address}/v1/hooks/github`, { method: 'POST', body, headers })
    await until(() => jenkins.builds.length > 0)
    const startMs = Math.round(performance.now() - pushedAt)
    const endedAt = performance.now()
    jenkins.finish(jenkins.builds[0]!, 'SUCCESS')
    const headSet = (): number | undefined =>
      set.find(({ commit, state }) => commit === repository.last && state === 'success')?.atMs
    await until(() => headSet() !== undefined)
    const headSetMs = Math.round(headSet()! - endedAt)
    await delay(quietSeconds * 1000 + settleMs)
    return { commits, builds: jenkins.builds.length, startMs, headSetMs }
  } finally {
    await agent.stop()
    await jenkins.close()
    forge.closeAllConnections()
    forge.close()
  }
}

/** A push to each of many repositories, at a steady pace: milliseconds from each hook to its build. */
export async function manyRepositories (
  folder: string,
  program: readonly string[],
  quietSeconds: number,
  count: number,
  perSecond: number
): Promise<number[]> {
  mkdirSync(folder, { recursive: true })
  const repositories = Array.from(
    { length: count },
    (_, index) => new PushedRepository(folder, `r${index}`, 1)
  )
  const jenkins = await startJenkinsStandIn({ startsBuilds: true })
  jenkins.jobs.set('assets', { parameters: declaredParameters, buildable: true })
  const times = { quietSeconds, maxWaitSeconds: 30, pollSeconds: 3600 }
  const config = benchConfig(folder, repositories, jenkins.url, times)
  const agent = new ServedAgent(folder, program, config)
  try {
    await agent.start()
    await lanesSuch('the first look', agent.home, config, lanes => lanes.length === count)
    const pushedAt = new Map<string, number>()
    const startedMs = new Map<string, number>()
    const note = (): void => {
      for (const { parameters: { PACKLINE_REPOSITORY: name = '' } } of jenkins.builds) {
        const at = pushedAt.get(name)
        if (at !== undefined && !startedMs.has(name)) startedMs.set(name, Math.round(performance.now() - at))
      }
    }
    jenkins.onChange = note
    const begun = performance.now()
    for (const [index, repository] of repositories.entries()) {
      await delay(Math.max(0, begun + index * 1000 / perSecond - performance.now()))
      const { body, headers } = repository.push()
      pushedAt.set(repository.name, performance.now())
      await fetch(`${agent.address}/v1/hooks/github`, { method: 'POST', body, headers })
    }
    await until(() => startedMs.size === count)
    return [...startedMs.values()]
  } finally {
    await agent.stop()
    await jenkins.close()
  }
}

async function until (isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('nothing came within two minutes')
    await delay(2)
  }
}
