import { PacklineError } from '../errors.js'
import { worded, type Locale } from '../messages/message.js'
import { fieldsOf, listOf, textOf } from './answer-fields.js'
import type { JenkinsHttp } from './jenkins-http.js'
import { markedReason, nodeFields, nodeStateOf } from './node-state.js'
import type { NodeState } from './node-state.js'
import { phrase, type Wording } from '../messages/phrase.js'

/**
 * What a change came to. `heldByOthers`: a person, or Jenkins itself, has taken the node offline, and that is
 * left as it is.
 */
export interface NodeChange {
  outcome: 'changed' | 'unchanged' | 'heldByOthers'
  state: NodeState
}

interface CallOptions {
  signal?: AbortSignal | undefined
}

const rounds = 3

/** The state of the build nodes. Each change is read back, and no decision of a person is undone. */
export class JenkinsNodes {
  readonly #http: JenkinsHttp
  readonly #locale: Locale

  /** `locale` is that of the reasons that people read in Jenkins. */
  constructor (http: JenkinsHttp, locale: Locale = 'en') {
    this.#http = http
    this.#locale = locale
  }

  /**
   * Throws JENKINS_NOT_FOUND for a node that Jenkins does not have. The controller's own node is
   * "(built-in)".
   */
  async state (name: string, { signal }: CallOptions = {}): Promise<NodeState> {
    const what = phrase('what.node', { name })
    const answer = await this.#http.read(`${pathOf(name)}/api/json`, {
      what,
      query: { tree: nodeFields },
      signal
    })
    if (answer === undefined) throw new PacklineError('JENKINS_NOT_FOUND', { what, address: this.#http.url })
    return nodeStateOf(name, answer, what)
  }

  /** The state of every node, by its name, in one question. */
  async states ({ signal }: CallOptions = {}): Promise<Map<string, NodeState>> {
    const what = phrase('what.nodes')
    const query = { tree: `computer[${nodeFields}]` }
    const answer = await this.#http.read('/computer/api/json', { what, query, signal })
    return new Map(
      listOf(fieldsOf(answer, what), 'computer').map(each => {
        const name = textOf(each, 'displayName')
        return [name, nodeStateOf(name, each, what)]
      })
    )
  }

  /**
   * How many of these nodes have nothing to do, those that Jenkins does not know by this name among them.
   * `own` is busy with asking.
   */
  async countFree (
    names: readonly string[],
    own: string | undefined,
    options: CallOptions = {}
  ): Promise<number> {
    const states = await this.states(options)
    return names
      .filter(name => {
        const state = states.get(name)
        return name === own || state === undefined || state.isIdle && !state.isOffline
      })
      .length
  }

  /** Takes a node offline, its running builds go on. Doing it again changes the reason and nothing else. */
  async takeOffline (name: string, reason: Wording, { signal }: CallOptions = {}): Promise<NodeChange> {
    const offlineMessage = markedReason(worded(this.#locale, reason))
    let state = await this.state(name, { signal })
    for (let round = 0; round < rounds; round++) {
      if (state.isTakenOffline && !state.isOurs) return { outcome: 'heldByOthers', state }
      if (state.isOurs && state.offlineReason.endsWith(offlineMessage)) {
        return { outcome: round === 0 ? 'unchanged' : 'changed', state }
      }
      // Sets, where toggleOffline would bring a node back that is offline already.
      await this.#http.change(`${pathOf(name)}/changeOfflineCause`, {
        what: phrase('what.node', { name }),
        form: { offlineMessage },
        signal
      }, { expected: [200, 302, 303], isRepeatable: true })
      state = await this.state(name, { signal })
    }
    if (state.isOurs && state.offlineReason.endsWith(offlineMessage)) return { outcome: 'changed', state }
    throw new PacklineError('JENKINS_NODE_UNCHANGED', {
      node: name,
      wanted: phrase('jenkins.offline'),
      reason: state.offlineReason
    })
  }

  /** Brings a node online that packline has taken offline; what others took offline stays so. */
  async bringOnline (name: string, { signal }: CallOptions = {}): Promise<NodeChange> {
    let state = await this.state(name, { signal })
    for (let round = 0; round < rounds; round++) {
      if (!state.isTakenOffline) return { outcome: round === 0 ? 'unchanged' : 'changed', state }
      if (!state.isOurs) return { outcome: 'heldByOthers', state }
      // A toggle: if somebody brought the node online since the look, this takes it offline, with our marker,
      // and the next round mends it.
      const form = { offlineMessage: markedReason(worded(this.#locale, phrase('node.broughtOnline'))) }
      await this.#toggle(name, form, signal)
      state = await this.state(name, { signal })
    }
    if (!state.isTakenOffline) return { outcome: 'changed', state }
    throw new PacklineError('JENKINS_NODE_UNCHANGED', {
      node: name,
      wanted: phrase('jenkins.online'),
      reason: state.offlineReason
    })
  }

  async #toggle (name: string, form: Record<string, string>, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#http.change(`${pathOf(name)}/toggleOffline`, {
        what: phrase('what.node', { name }),
        form,
        signal
      }, {
        expected: [200, 302, 303],
        isRepeatable: false
      })
    } catch (error) {
      // The look that follows tells what became of it.
      if (!(error instanceof PacklineError && error.code === 'JENKINS_OUTCOME_UNKNOWN')) throw error
    }
  }
}

function pathOf (name: string): string {
  // Jenkins allows none of these in a name; "." and ".." would lead elsewhere.
  if (name === '' || name === '.' || name === '..' || name.length > 256 || /[\u0000-\u001f/\\]/.test(name)) {
    throw new PacklineError('JENKINS_NAME_INVALID', { what: 'node', name })
  }
  return `/computer/${encodeURIComponent(name)}`
}
