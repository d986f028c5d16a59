import { phrase, type Wording } from '../messages/phrase.js'
import { join, resolve } from 'node:path'
import type { StagingCluster } from '../config/staging-clusters-schema.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import type { Environment } from '../processes/process-group.js'
import { ProgramError } from '../processes/program-error.js'
import { LastOutput, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import { kubectlFailure } from './kubectl-failure.js'

interface ClusterOptions {
  name: string
  config: StagingCluster
  home: string
  cwd: string
  environment: Environment
  signal: AbortSignal
}

interface Call {
  /** What is being done, in words, for errors. */
  work: Wording
  input?: string
  timeoutMs?: number
}

export interface Answer {
  status: number | null
  out: string
  said: string
}

const callMs = 120_000
const mostBytes = 64_000_000

/** A cluster as kubectl reaches it. What is secret goes in on standard input. */
export class Cluster {
  readonly name: string
  readonly config: StagingCluster
  readonly signal: AbortSignal
  readonly #access: readonly string[]
  readonly #kubeconfig: string
  readonly #environment: Environment

  constructor ({ name, config, home, cwd, environment, signal }: ClusterOptions) {
    this.name = name
    this.config = config
    this.signal = signal
    this.#kubeconfig = resolve(cwd, config.kubeconfig)
    this.#environment = environment
    this.#access = [
      `--kubeconfig=${this.#kubeconfig}`,
      `--context=${config.context}`,
      `--cache-dir=${join(home, 'staging', 'cache')}`
    ]
  }

  /** What kubectl printed. Throws TOOL_NOT_FOUND and the errors of staging. */
  async ask (args: readonly string[], call: Call): Promise<Answer> {
    const answer = await this.attempt(args, call)
    if (answer.status === 0) return answer
    throw this.failure(call.work, answer.said)
  }

  /** The same for a call whose failure says something. */
  async attempt (args: readonly string[], call: Call): Promise<Answer> {
    try {
      // kubectl tells it whom it asks too, in the address: a service must not see it.
      const within = call.timeoutMs === undefined ? ['--request-timeout=30s'] : []
      return await runKubectl([...args, ...this.#access, ...within], {
        ...call,
        environment: this.#environment,
        signal: this.signal
      })
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error
      if (error.problem === 'timed-out') {
        throw new PacklineError('STAGING_UNREACHABLE', { cluster: this.name, reason: error.message }, {
          cause: error
        })
      }
      throw new PacklineError('STAGING_FAILED', {
        cluster: this.name,
        work: call.work,
        reason: errorText(error)
      }, {
        cause: error
      })
    }
  }

  failure (work: Wording, said: string): PacklineError {
    return kubectlFailure({ cluster: this.name, kubeconfig: this.#kubeconfig, work, said })
  }

  /** The objects of an answer in JSON: one, or a list. */
  async objects (args: readonly string[], work: Wording): Promise<unknown[]> {
    const { out } = await this.ask(['get', ...args, '--output=json'], { work })
    // With --ignore-not-found it says nothing where there is nothing.
    if (out.trim() === '') return []
    const document = JSON.parse(out) as { items?: unknown[] }
    return document.items ?? [document]
  }

  /**
   * The time of the API server, which is that of every object: one that it would make gets it. What this
   * machine's clock says decides nothing.
   */
  async nowMs (): Promise<number> {
    const input = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { generateName: 'packline-clock-' }
    })
    const { out } = await this.ask(
      ['create', '--dry-run=server', '--output=jsonpath={.metadata.creationTimestamp}', '--filename=-'],
      { work: phrase('staging.work.time'), input }
    )
    const nowMs = Date.parse(out.trim())
    if (Number.isFinite(nowMs)) return nowMs
    throw new PacklineError('STAGING_FAILED', {
      cluster: this.name,
      work: phrase('staging.work.time'),
      reason: out
    })
  }
}

/** kubectl without a cluster: kustomize, and YAML as Kubernetes itself reads it. */
export async function kubectlHere (
  args: readonly string[],
  call: Omit<Call, 'work'> & { environment: Environment, signal: AbortSignal }
): Promise<Answer> {
  return await runKubectl(args, { ...call, environment: { ...call.environment, KUBECONFIG: '/dev/null' } })
}

async function runKubectl (
  args: readonly string[],
  { input, timeoutMs = callMs, environment, signal }: Omit<Call, 'work'> & {
    environment: Environment
    signal: AbortSignal
  }
): Promise<Answer> {
  const { PATH = '', HOME, USER, TZ, TMPDIR, KUBECONFIG } = environment
  const { HTTPS_PROXY, https_proxy: httpsProxy, NO_PROXY, no_proxy: noProxy } = environment
  const stdout = new WholeOutput(mostBytes)
  const stderr = new LastOutput(16_000)
  const { status, killedBy } = await runProgram({
    file: findExecutable('kubectl', PATH),
    args,
    input,
    environment: {
      PATH,
      HOME,
      USER,
      TZ,
      TMPDIR,
      KUBECONFIG,
      HTTPS_PROXY,
      https_proxy: httpsProxy,
      NO_PROXY,
      no_proxy: noProxy,
      LC_ALL: 'C.UTF-8',
      // Pruning what is applied on the server's side needs it: kubectl calls it alpha in 1.34 too.
      KUBECTL_APPLYSET: 'true',
      // What a person prefers in an own file must not change what is done here.
      KUBERC: 'off'
    },
    stdout,
    stderr,
    timeoutMs,
    signal
  })
  const said = stderr.text.trim() || stdout.text.trim().slice(-1000)
  return { status, out: stdout.text, said: said || (killedBy ?? `exit ${status}`) }
}
