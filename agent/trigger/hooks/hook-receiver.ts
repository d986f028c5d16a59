import { createHash } from 'node:crypto'
import type { RepositoriesConfig } from '../../config/repository-schema.js'
import { PacklineError } from '../../errors.js'
import { projectOf } from '../project-of.js'
import { Deliveries } from './deliveries.js'
import { normalAddress, parseHook } from './payload.js'
import type { HookCall } from './payload.js'
import { deliveryOf, hookForges, isPlainServer, isSigned, maxAgeSeconds, signedAt } from './signature.js'
import type { HookForge, HookHeaders } from './signature.js'

export interface Hook {
  forge: string
  headers: HookHeaders
  body: Buffer
}
interface HookAnswer {
  status: 'accepted' | 'duplicate' | 'ignored'
  repositories: string[]
}

interface KnownForge {
  kind: HookForge
  repositories: Known[]
}

/** A repository whose hooks are taken in. */
interface Known {
  name: string
  secret: string
  address: string
  project: string
}

interface HookReceiverOptions {
  repositories: RepositoriesConfig
  /** The secret of each repository that has one. */
  secrets: ReadonlyMap<string, string>
  now: () => number
  wake: (repository: string) => void
}

/** Larger ones are refused; polling finds what they announce. */
export const maxHookBytes = 10 * 1024 * 1024

/** Takes hooks in: nothing of a hook is read before its signature is found to be right. */
export class HookReceiver {
  readonly #options: HookReceiverOptions
  readonly #deliveries = new Deliveries()
  readonly #known: ReadonlyMap<string, KnownForge>

  constructor (options: HookReceiverOptions) {
    this.#options = options
    this.#known = new Map(
      hookForges.map(kind => [kind, { kind, repositories: repositoriesOf(kind, options) }])
    )
  }

  receive ({ forge, headers, body }: Hook): HookAnswer {
    const known = this.#known.get(forge)
    if (known === undefined) throw new PacklineError('HOOK_UNKNOWN_FORGE', { forge: forge.slice(0, 40) })
    const { kind } = known
    const secrets = new Set(known.repositories.map(({ secret }) => secret))
    const right = [...secrets].filter(secret => isSigned(kind, headers, body, secret))
    if (right.length === 0) throw new PacklineError('HOOK_REFUSED')
    this.#checkAge(headers)
    const call = parseHook(kind, headers, body)
    const named = known.repositories.filter(each => right.includes(each.secret) && isNamed(each, call))
    if (!call.isPush) return { status: 'ignored', repositories: named.map(({ name }) => name) }
    if (named.length === 0) {
      throw new PacklineError('HOOK_UNKNOWN_REPOSITORY', {
        address: (call.addresses[0] ?? call.project ?? '').slice(0, 200)
      })
    }
    const repositories = named.map(({ name }) => name)
    if (!this.#deliveries.isNew(keysOf(kind, headers, body), this.#options.now())) {
      return { status: 'duplicate', repositories }
    }
    for (const name of repositories) this.#options.wake(name)
    return { status: 'accepted', repositories }
  }

  #checkAge (headers: HookHeaders): void {
    const at = signedAt(headers)
    if (at === undefined) return
    const seconds = Math.round(Math.abs(this.#options.now() / 1000 - at))
    if (!(seconds <= maxAgeSeconds)) {
      throw new PacklineError('HOOK_TOO_OLD', { seconds: String(seconds), limit: maxAgeSeconds })
    }
  }
}

function repositoriesOf (forge: HookForge, { repositories, secrets }: HookReceiverOptions): Known[] {
  return Object.entries(repositories).flatMap(([name, config]) => {
    const secret = secrets.get(name)
    if (secret === undefined || config.forge !== forge) return []
    const project = isPlainServer(forge) ? name : projectOf(config)
    return [{ name, secret, address: normalAddress(config.url), project }]
  })
}

function isNamed ({ address, project }: Known, call: HookCall): boolean {
  return call.project === project || call.addresses.some(each => normalAddress(each) === address)
}

/** The delivery's name is not signed: whoever repeats a hook under another one sends the same body. */
function keysOf (forge: HookForge, headers: HookHeaders, body: Buffer): string[] {
  const delivery = deliveryOf(headers)
  const digest = createHash('sha256').update(body).digest('base64')
  return [
    `${forge} body ${digest}`,
    ...delivery === undefined ? [] : [`${forge} delivery ${delivery.slice(0, 200)}`]
  ]
}
