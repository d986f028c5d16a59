import type { Baseline } from '../config/baseline-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError, hasCode } from '../errors.js'
import { inspectBaseline } from './baseline.js'
import type { InspectedBaseline } from './baseline.js'
import { commandKey, runProjectCommand } from './external-command.js'
import type { CommandContext } from './external-command.js'
import type { PackageReport } from './package-report.js'
import type { PackageState } from './package-state.js'
import { inProject } from './project-folder.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** The baselines of a project: each looked at once in a run, and made by its command where it has one. */
export class Baselines {
  /** Those that have a command, and what became of them. */
  readonly builds: PackageReport['builds'] = []
  readonly #file: ProjectFile
  readonly #context: CommandContext
  readonly #state: PackageState
  readonly #now: () => number
  readonly #inspected = new Map<string, Promise<InspectedBaseline>>()

  constructor (file: ProjectFile, context: CommandContext, state: PackageState, now: () => number) {
    this.#file = file
    this.#context = context
    this.#state = state
    this.#now = now
  }

  async get (name: string): Promise<InspectedBaseline> {
    let baseline = this.#inspected.get(name)
    if (baseline === undefined) {
      const { project, digests } = this.#context
      baseline = inspectBaseline(name, this.#definitionOf(name), project, digests)
      this.#inspected.set(name, baseline)
    }
    return await baseline
  }

  /** Brings those that commands make up to date; with `isDryRun` only tells which are not. */
  async make (names: Iterable<string>, isDryRun: boolean): Promise<Set<string>> {
    const stale = new Set<string>()
    for (const name of names) {
      const inputs = await this.#inputsOf(name)
      if (inputs === undefined) continue
      const why = await this.#whyStale(name, inputs)
      if (why === undefined) {
        this.builds.push({ baseline: name, state: 'reused', why: phrase('row.unchanged') })
        continue
      }
      stale.add(name)
      this.#inspected.delete(name)
      if (isDryRun) {
        this.builds.push({ baseline: name, state: 'planned', why })
        continue
      }
      const startedAt = this.#now()
      await this.#run(name)
      const output = await this.#digestOfMade(name)
      const durationMs = this.#now() - startedAt
      this.#state.builds[name] = { inputs, output, durationMs }
      this.builds.push({ baseline: name, state: 'made', why, durationMs })
    }
    return stale
  }

  /** Changes whenever another baseline would be made; undefined for one that is made elsewhere. */
  async #inputsOf (name: string): Promise<string | undefined> {
    const { build, bundle } = this.#definitionOf(name)
    if (build !== undefined) return await commandKey(build, phrase('what.baseline', { name }), this.#context)
    if (bundle === undefined) return undefined
    const { project, digests } = this.#context
    const file = await digests.of(inProject(project, bundle), phrase('what.bundle', { name }))
    return `bundle ${file.sha256}`
  }

  async #run (name: string): Promise<void> {
    const { build, bundle, path } = this.#definitionOf(name)
    const { project, environment, signal } = this.#context
    if (build !== undefined) {
      await runProjectCommand(build, phrase('what.baseline', { name }), {}, this.#context)
    } else if (bundle !== undefined) {
      const { BundleTool } = await import('./aab/bundle-tool.js')
      const tool = BundleTool.find(environment)
      await tool.makeUniversal(inProject(project, bundle), inProject(project, path), signal)
    }
  }

  async #digestOfMade (name: string): Promise<string> {
    // The files that the command wrote are not those that were hashed before.
    this.#context.digests.forget()
    try {
      return (await this.get(name)).digest
    } catch (error) {
      if (!hasCode(error, 'PACKAGE_INPUT_MISSING')) throw error
      throw new PacklineError('PACKAGE_COMMAND_NO_OUTPUT', {
        what: phrase('what.baseline', { name }),
        file: this.#definitionOf(name).path
      }, { cause: error })
    }
  }

  async #whyStale (name: string, inputs: string): Promise<Wording | undefined> {
    const before = this.#state.builds[name]
    if (before === undefined) return phrase('baseline.neverRan')
    if (before.inputs !== inputs) return phrase('baseline.inputsChanged')
    try {
      return (await this.get(name)).digest === before.output ? undefined : phrase('baseline.outputChanged')
    } catch (error) {
      if (error instanceof PacklineError || hasCode(error, 'ENOENT')) return phrase('baseline.outputGone')
      throw error
    }
  }

  #definitionOf (name: string): Baseline {
    const definition = this.#file.packages.baselines[name]
    if (definition === undefined) throw new Error(`packages.baselines has no ${name}`)
    return definition
  }
}
