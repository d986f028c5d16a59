import { mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { declaredParameters } from '../../../agent/trigger/testing/watched-repository.js'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import type { StandInBuild } from '../../../test/support/jenkins-stand-in.js'
import { lanesSuch } from './kept-lanes.js'
import { benchConfig, PushedRepository } from './pushed-repository.js'
import { ServedAgent } from './served-agent.js'
import { errorText } from '../../../agent/error-text.js'

export interface FloodOptions {
  folder: string
  program: readonly string[]
  repositories: number
  pushes: number
  kills: number
  seed: number
  times: { quietSeconds: number, maxWaitSeconds: number, pollSeconds: number }
  report?: (line: string) => void
}

export interface FloodResult {
  pushes: number
  hooksLost: number
  hooksDoubled: number
  answersLost: number
  kills: number
  builds: number
  /**
   * Longest time between being due at the latest and beginning, other than for a run of the same branch that
   * was on.
   */
  longestIdleMs: number
  /** From a kill to the next agent that listens; nothing begins meanwhile. */
  longestRestartMs: number
  seconds: number
  failures: string[]
}

const lostShare = 0.15
const doubledShare = 0.15
const lostAnswers = 0.03
const pushPauseMs = 4

/**
 * Pushes in random order with hooks that are lost and doubled, kills the agent now and then, and counts what
 * was built.
 */
export async function runFlood (options: FloodOptions): Promise<FloodResult> {
  const { folder, program, kills, times, seed, report = () => {} } = options
  const started = performance.now()
  mkdirSync(folder, { recursive: true })
  const random = randomOf(seed)
  const each = Math.ceil(options.pushes / options.repositories)
  const repositories = Array.from(
    { length: options.repositories },
    (_, index) => new PushedRepository(folder, `r${index}`, each)
  )
  const result: FloodResult = {
    pushes: 0,
    hooksLost: 0,
    hooksDoubled: 0,
    answersLost: 0,
    kills: 0,
    builds: 0,
    longestIdleMs: 0,
    longestRestartMs: 0,
    seconds: 0,
    failures: []
  }
  const jenkins = await startJenkinsStandIn({ startsBuilds: true })
  jenkins.jobs.set('assets', { parameters: declaredParameters, buildable: true })
  const ended = new Set<StandInBuild>()
  jenkins.onChange = () => {
    for (const build of jenkins.builds) {
      if (ended.has(build)) continue
      ended.add(build)
      setTimeout(() => {
        jenkins.finish(build, 'SUCCESS')
      }, 20 + random() * 300)
    }
  }
  jenkins.intercept = (request, reply) => {
    if (request.method !== 'POST' || random() > lostAnswers) return false
    // Jenkins does it, and the connection ends before its answer.
    result.answersLost++
    reply.raw.end = (() => request.raw.socket.destroy()) as never
    return false
  }
  const config = benchConfig(folder, repositories, jenkins.url, times)
  const agent = new ServedAgent(folder, program, config)
  try {
    await agent.start()
    await lanesSuch('the first look', agent.home, config, lanes => lanes.length === repositories.length)
    const order = shuffled(
      repositories.flatMap(repository => Array.from({ length: each }, () => repository)),
      random
    )
    const killAt = new Set(Array.from({ length: kills }, () => Math.floor(random() * order.length)))
    for (const [index, repository] of order.entries()) {
      const { body, headers } = repository.push()
      result.pushes++
      const times = random() < lostShare ? 0 : random() < doubledShare ? 2 : 1
      if (times === 0) result.hooksLost++
      if (times === 2) result.hooksDoubled++
      for (let sent = 0; sent < times; sent++) {
        await fetch(`${agent.address}/v1/hooks/github`, { method: 'POST', body, headers })
          .then(async answer =>
            await answer
              .arrayBuffer()
          )
          .catch(() => {
            result.hooksLost++
          })
      }
      if (killAt.has(index)) {
        result.kills++
        const killedAt = performance.now()
        await agent.kill()
        await agent.start()
        result.longestRestartMs = Math.max(result.longestRestartMs, Math.round(performance.now() - killedAt))
      }
      if (index % 500 === 499) {
        report(`${index + 1} pushes, ${jenkins.builds.length} builds, ${result.kills} kills`)
      }
      await delay(pushPauseMs)
    }
    const last = new Map(repositories.map(({ name, last }) => [name, last]))
    await lanesSuch(
      'everything to be built',
      agent.home,
      config,
      lanes => lanes.every(lane => lane.lastGood === last.get(lane.repository) && lane.run === null)
    )
  } catch (error) {
    result.failures.push(String(errorText(error)))
  } finally {
    await agent.stop()
    await jenkins.close()
  }
  result.builds = jenkins.builds.length
  result.failures.push(
    ...repositories.flatMap(repository => coverage(repository, jenkins.builds)),
    ...doubled(jenkins.builds)
  )
  const waits = agent.lines.filter(({ msg }) => msg === 'run begins').map(({ idleMs }) => Number(idleMs))
  result.longestIdleMs = Math.round(Math.max(0, ...waits))
  result.seconds = Math.round((performance.now() - started) / 1000)
  return result
}

/** Every commit lies in exactly one successful build. */
function coverage ({ name, commits }: PushedRepository, builds: readonly StandInBuild[]): string[] {
  const counts = commits.map(() => 0)
  for (const { parameters, result } of builds) {
    if (parameters.PACKLINE_REPOSITORY !== name || result !== 'SUCCESS') continue
    const from = parameters.PACKLINE_BASE === '' ? 0 : commits.indexOf(parameters.PACKLINE_BASE!)
    for (let index = from + 1; index <= commits.indexOf(parameters.PACKLINE_COMMIT!); index++) {
      counts[index]!++
    }
  }
  return counts.flatMap((count, index) =>
    index > 0 && count !== 1 ? [`${name}: commit ${index} is in ${count} builds`] : []
  )
}

function doubled (builds: readonly StandInBuild[]): string[] {
  const names = builds.map(({ parameters }) => parameters.PACKLINE_BATCH!)
  return names.filter((name, index) => names.indexOf(name) < index).map(name => `${name} was started twice`)
}

function shuffled<T> (list: T[], random: () => number): T[] {
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[list[index], list[other]] = [list[other]!, list[index]!]
  }
  return list
}

/** The same numbers for the same seed (mulberry32). */
function randomOf (seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
