import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { measureRun } from '../measuring/measured-run.js'
import { WarmWorker } from '../measuring/warm-worker.js'
import { places } from '../places.js'
import type { DataSet } from '../sets/data-set.js'

/** A node of a farm with a core, a home and a checkout of its own. */
export class FarmAgent {
  readonly #core: number
  readonly #home: string
  readonly #game: string
  readonly #config: string
  /** Of a node whose agent keeps one. */
  readonly #worker: WarmWorker | undefined
  /** Of the worker's processor time: when files changed, and since then while somebody waited. */
  #sinceMs = 0
  #waitedMs = 0

  constructor (number: number, isWarm: boolean, set: DataSet, work: string, config: string) {
    this.#core = number % cpus().length
    this.#home = join(work, `home-${number}`)
    this.#game = join(work, `game-${number}`)
    this.#config = config
    cpSync(set.folder, join(this.#game, 'art'), { recursive: true })
    const rule = { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' }
    writeFileSync(
      join(this.#game, 'packline.json'),
      JSON.stringify({ project: 'game', assets: { output: 'out', rules: [rule] } })
    )
    if (isWarm) this.#worker = new WarmWorker(this.#game, this.#home, this.#core)
  }

  async start (): Promise<void> {
    await this.#worker?.start()
  }

  stop (): void {
    this.#worker?.kill()
  }

  /** One sprite of each set is another one, so that each set has to be made anew; what follows is measured. */
  change (): void {
    this.#sinceMs = this.#worker?.done.processorMs ?? 0
    this.#waitedMs = 0
    const art = join(this.#game, 'art')
    for (const set of readdirSync(art)) {
      const [first = '', second = ''] = readdirSync(join(art, set)).sort()
      cpSync(join(art, set, second), join(art, set, first))
    }
  }

  /** Processor time of the command, and of the worker from its beginning to its end. */
  async run (words: readonly string[]): Promise<{ ms: number, stdout: string }> {
    const before = this.#worker?.done
    // What several nodes are for: the fast profile is done before they have begun.
    const own = ['--profile=release', '--project', this.#game]
    const alone = words[0] === 'build' && this.#worker === undefined ? ['--local'] : []
    const { status, stdout, stderr, processorMs = 0 } = await measureRun({
      file: 'taskset',
      args: ['-c', `${this.#core}`, places.launcher, 'assets', ...words, ...own, ...alone],
      environment: { PACKLINE_HOME: this.#home, PACKLINE_CONFIG: this.#config }
    })
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
    const after = this.#worker?.done
    if (before === undefined || after === undefined) return { ms: processorMs, stdout }
    if (after.runs === before.runs) throw new Error(`${words.join(' ')} was not left to the worker`)
    const workerMs = after.processorMs - before.processorMs
    this.#waitedMs += workerMs
    return { ms: processorMs + workerMs, stdout }
  }

  /**
   * The worker's processor time since the files changed that no command waited for: what it reads ahead, and
   * what it does when a command has its answer. Waits until it does nothing more.
   */
  async besideMs (): Promise<number> {
    if (this.#worker === undefined) return 0
    await this.#worker.rested()
    return this.#worker.done.processorMs - this.#sinceMs - this.#waitedMs
  }
}
