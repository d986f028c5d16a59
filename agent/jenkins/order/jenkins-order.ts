import { phrase } from '../../messages/phrase.js'
import type { JenkinsHttp } from '../jenkins-http.js'
import { jobPath } from '../jenkins-jobs.js'
import { parseConfig, putText, textAt, writeConfig } from './config-xml.js'
import type { ConfigElement } from './config-xml.js'
import { editConfig, foundFacts, newConfig, wantedFacts } from './item-config.js'
import type { WantedFolder, WantedJob, WantedOrder } from './wanted-order.js'

export interface OrderDifference {
  field: string
  found: string
  wanted: string
}

/** One thing that differs. What is `lacking` is nothing that packline makes. */
export interface OrderStep {
  does: 'create' | 'change' | 'lacking'
  kind: 'folder' | 'job' | 'node' | 'credentials'
  path: string
  differences: OrderDifference[]
}

interface PlannedStep extends OrderStep {
  apply?: () => Promise<void>
}

/** A controller compared with what it should hold; only what differs is ever changed. */
export class JenkinsOrderWork {
  readonly #http: JenkinsHttp
  readonly #signal: AbortSignal

  constructor (http: JenkinsHttp, signal: AbortSignal) {
    this.#http = http
    this.#signal = signal
  }

  async plan (wanted: WantedOrder): Promise<OrderStep[]> {
    return (await this.#steps(wanted)).map(({ apply, ...step }) => step)
  }

  /** Returns what was done, and what is lacking. */
  async apply (wanted: WantedOrder, onDone: (step: OrderStep) => void): Promise<OrderStep[]> {
    const steps = await this.#steps(wanted)
    for (const { apply, ...step } of steps) {
      if (apply === undefined) continue
      this.#signal.throwIfAborted()
      await apply()
      onDone(step)
    }
    return steps.map(({ apply, ...step }) => step)
  }

  async #steps (wanted: WantedOrder): Promise<PlannedStep[]> {
    const steps: PlannedStep[] = []
    for (const item of wanted.items) steps.push(...await this.#item(item))
    for (const [name, labels] of Object.entries(wanted.nodes)) steps.push(...await this.#node(name, labels))
    for (const id of wanted.credentials) steps.push(...await this.#credentials(id))
    return steps
  }

  /** hudson.model.AbstractItem.doConfigDotXml, hudson.model.ItemGroupMixIn.createTopLevelItem. */
  async #item (item: WantedFolder | WantedJob): Promise<PlannedStep[]> {
    const { kind, path } = item
    const config = `${jobPath(path)}/config.xml`
    const facts = wantedFacts(item)
    const root = await this.#read(config, path)
    if (root === undefined) {
      const [parent, name] = [path.slice(0, Math.max(0, path.lastIndexOf('/'))), path.split('/').at(-1) ?? '']
      const place = parent === '' ? '/createItem' : `${jobPath(parent)}/createItem`
      return [{
        does: 'create',
        kind,
        path,
        differences: differences(facts, {}),
        apply: async () => {
          await this.#post(place, path, newConfig(item), { name })
        }
      }]
    }
    const found = differences(facts, foundFacts(item, root))
    if (found.length === 0) return []
    // Jenkins never makes one kind of item of another.
    if (found.some(({ field }) => field === 'type')) {
      return [{ does: 'lacking', kind, path, differences: found.filter(({ field }) => field === 'type') }]
    }
    return [{
      does: 'change',
      kind,
      path,
      differences: found,
      apply: async () => {
        editConfig(item, root)
        await this.#post(config, path, root)
      }
    }]
  }

  /** hudson.model.Computer.doConfigDotXml. The labels of a node are one text with blanks between them. */
  async #node (name: string, labels: readonly string[]): Promise<PlannedStep[]> {
    const config = `/computer/${encodeURIComponent(name)}/config.xml`
    const root = await this.#read(config, name)
    const wanted = labels.toSorted().join(' ')
    if (root === undefined) {
      return [{ does: 'lacking', kind: 'node', path: name, differences: differences({ labels: wanted }, {}) }]
    }
    const found = textAt(root, 'label').split(/\s+/).filter(each => each !== '').sort().join(' ')
    if (found === wanted) return []
    return [{
      does: 'change',
      kind: 'node',
      path: name,
      differences: differences({ labels: wanted }, { labels: found }),
      apply: async () => {
        putText(root, ['label'], labels.join(' '))
        await this.#post(config, name, root)
      }
    }]
  }

  /** com.cloudbees.plugins.credentials.CredentialsStoreAction: what they hold is in no answer of it. */
  async #credentials (id: string): Promise<PlannedStep[]> {
    const path = `/credentials/store/system/domain/_/credential/${encodeURIComponent(id)}/api/json`
    const found = await this.#http.read(path, {
      what: phrase('what.credentials', { id }),
      query: { tree: 'id' },
      signal: this.#signal
    })
    return found === undefined ? [{ does: 'lacking', kind: 'credentials', path: id, differences: [] }] : []
  }

  async #read (path: string, what: string): Promise<ConfigElement | undefined> {
    const text = await this.#http.readText(path, { what, signal: this.#signal })
    return text === undefined ? undefined : parseConfig(`${this.#http.url}${path}`, text)
  }

  async #post (
    path: string,
    what: string,
    root: ConfigElement,
    query?: Record<string, string>
  ): Promise<void> {
    await this.#http.change(
      path,
      { what, xml: writeConfig(root), signal: this.#signal, ...query !== undefined && { query } },
      // Jenkins 2.4xx answers 200; where a folder's plugin redirects to what was made, 302.
      { expected: [200, 302], isRepeatable: query === undefined }
    )
  }
}

function differences (
  wanted: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>
): OrderDifference[] {
  return Object
    .entries(wanted)
    .filter(([field, value]) => (found[field] ?? '') !== value)
    .map(([field, value]) => ({ field, found: found[field] ?? '', wanted: value }))
}
