import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { matcher } from '../files/glob.js'
import { ActionCache } from '../cache/action-cache.js'
import { lockFile } from '../files/file-lock.js'
import type { FileLock } from '../files/file-lock.js'
import type { Environment } from '../config/home.js'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName, readProjectFile } from '../config/project-file-reader.js'
import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError, hasCode } from '../errors.js'
import { inspectBaseline } from './baseline.js'
import type { InspectedBaseline } from './baseline.js'
import type { PackageVersion } from './config-document.js'
import { commandInputs, commandKey, runProjectCommand } from './external-command.js'
import type { CommandContext } from './external-command.js'
import { FileDigests } from './file-digests.js'
import type { PackageReport } from './package-report.js'
import { PackageStateStore, currentBoot, digestsFile } from './package-state.js'
import type { PackageState } from './package-state.js'
import { planRow } from './row-plan.js'
import type { PlanContext, RowPlan } from './row-plan.js'
import { rowsOf } from './rows.js'
import type { Row } from './rows.js'
import { SigningTools } from './signing-tools.js'

export interface PackageSettings {
  folder: string
  home: string
  environment: Environment
  version?: string
  build?: number
  /** Globs of row ids; all rows without any. */
  rows: readonly string[]
  /** What holds in place of the project file: the file with operators' changes, or an order of before. */
  effective?: (file: ProjectFile) => Promise<ProjectFile>
  signal: AbortSignal
  now: () => number
}

export type PlannedRow = { row: Row, plan: RowPlan } | { row: Row, error: unknown }

/** What planning and building share: the project as it is now, its rows, and how each would be made. */
export class PackageRun {
  readonly project: string
  readonly file: ProjectFile
  readonly version: PackageVersion
  readonly rows: Row[]
  readonly output: string
  readonly state: PackageState
  readonly cache: ActionCache
  readonly tools: SigningTools
  readonly builds: PackageReport['builds'] = []
  readonly #settings: PackageSettings
  readonly #digests: FileDigests
  readonly #states: PackageStateStore
  readonly #baselines = new Map<string, Promise<InspectedBaseline>>()
  readonly #execInputs = new Map<string, Promise<Array<[string, string]>>>()

  private constructor (settings: PackageSettings, project: string, file: ProjectFile) {
    this.#settings = settings
    this.project = project
    this.file = file
    this.version = versionOf(settings, file)
    this.rows = selectRows(rowsOf(file), settings.rows)
    this.output = join(project, file.packages.output)
    this.#states = new PackageStateStore(settings.home, project)
    this.state = this.#states.read()
    this.#digests = new FileDigests(digestsFile(settings.home, project), settings.now)
    this.cache = new ActionCache(join(settings.home, 'cache', 'ac'))
    this.tools = new SigningTools(settings.environment)
  }

  static async open (settings: PackageSettings): Promise<PackageRun> {
    const file = join(settings.folder, projectFileName)
    const project = parseProjectFile(file, await readProjectFile(file))
    return new PackageRun(
      settings,
      realpathSync(settings.folder),
      await settings.effective?.(project) ?? project
    )
  }

  /** One build of packages at a time in a project. */
  async lock (): Promise<FileLock> {
    return await lockFile(join(this.#states.folder, 'packages.lock'), {
      signal: this.#settings.signal,
      command: 'packline package build'
    })
  }

  /** How each row would be made. A row that cannot be made has its error; the others stand. */
  async plan (): Promise<PlannedRow[]> {
    const context: PlanContext = {
      project: this.project,
      file: this.file,
      digests: this.#digests,
      version: this.version,
      environment: this.#settings.environment,
      output: this.output,
      boot: currentBoot(),
      tools: this.tools,
      previous: id => this.state.rows[id],
      previousInputs: key => this.cache.get(key)?.inputs,
      execInputs: async platform => await this.#inputsOfExec(platform)
    }
    const planned: PlannedRow[] = []
    for (const row of this.rows) {
      this.#settings.signal.throwIfAborted()
      try {
        const name = row.definition.baseline
        planned.push({
          row,
          plan: await planRow(row, name === undefined ? undefined : await this.#baseline(name), context)
        })
      } catch (error) {
        planned.push({ row, error })
      }
    }
    return planned
  }

  /** Brings the baselines that commands make up to date; with `isDryRun` only tells which are not. */
  async makeBaselines (isDryRun: boolean): Promise<Set<string>> {
    const stale = new Set<string>()
    for (const name of new Set(this.rows.flatMap(({ definition }) => definition.baseline ?? []))) {
      const { build } = this.file.packages.baselines[name]!
      if (build === undefined) continue
      const context = this.commandContext()
      const inputs = await commandKey(build, `the baseline ${name}`, context)
      const why = await this.#whyStale(name, inputs)
      if (why === undefined) {
        this.builds.push({ baseline: name, state: 'reused', why: 'nothing that goes into it changed' })
        continue
      }
      stale.add(name)
      this.#baselines.delete(name)
      if (isDryRun) {
        this.builds.push({ baseline: name, state: 'planned', why })
        continue
      }
      const startedAt = this.#settings.now()
      await runProjectCommand(build, `the baseline ${name}`, {}, context)
      // The files that it wrote are not those that were hashed before.
      this.#digests.forget()
      const { digest } = await this.#baseline(name).catch((error: unknown) => {
        if (error instanceof PacklineError && error.code === 'PACKAGE_INPUT_MISSING') {
          throw new PacklineError('PACKAGE_COMMAND_NO_OUTPUT', {
            what: `the baseline ${name}`,
            file: this
              .file
              .packages
              .baselines[name]!
              .path
          }, { cause: error })
        }
        throw error
      })
      const durationMs = this.#settings.now() - startedAt
      this.state.builds[name] = { inputs, output: digest, durationMs }
      this.builds.push({ baseline: name, state: 'made', why, durationMs })
    }
    return stale
  }

  commandContext (): CommandContext {
    return {
      project: this.project,
      environment: this.#settings.environment,
      digests: this.#digests,
      signal: this.#settings.signal
    }
  }

  save (): void {
    this.#states.write(this.state)
  }

  async saveDigests (): Promise<void> {
    await this.#digests.save()
  }

  async #baseline (name: string): Promise<InspectedBaseline> {
    let baseline = this.#baselines.get(name)
    if (baseline === undefined) {
      this.#baselines.set(
        name,
        baseline = inspectBaseline(
          name,
          this
            .file
            .packages
            .baselines[name]!,
          this.project,
          this.#digests
        )
      )
    }
    return await baseline
  }

  async #whyStale (name: string, inputs: string): Promise<string | undefined> {
    const before = this.state.builds[name]
    if (before === undefined) return 'its command never ran here'
    if (before.inputs !== inputs) return 'its declared inputs changed'
    try {
      return (await this.#baseline(name)).digest === before.output ? undefined : 'its output was changed'
    } catch (error) {
      if (error instanceof PacklineError || hasCode(error, 'ENOENT')) return 'its output is gone'
      throw error
    }
  }

  async #inputsOfExec (platform: string): Promise<Array<[string, string]>> {
    let inputs = this.#execInputs.get(platform)
    if (inputs === undefined) {
      this.#execInputs.set(
        platform,
        inputs = commandInputs(
          this
            .file
            .packages
            .platforms[platform]!
            .exec!,
          `the platform ${platform}`,
          this.commandContext()
        )
      )
    }
    return await inputs
  }
}

function versionOf (settings: PackageSettings, { packages }: ProjectFile): PackageVersion {
  const version = settings.version ?? packages.version
  const build = settings.build ?? packages.build
  if (version === undefined) throw new PacklineError('PACKAGE_NO_VERSION', { what: 'version' })
  if (build === undefined) throw new PacklineError('PACKAGE_NO_VERSION', { what: 'build number' })
  if (!/^\d{1,9}(\.\d{1,9}){0,3}$/.test(version)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--app-version',
      value: JSON.stringify(version),
      expected: 'one to four numbers such as 1.4.0'
    })
  }
  return { version, build }
}

function selectRows (rows: Row[], globs: readonly string[]): Row[] {
  if (globs.length === 0) return rows
  for (const glob of globs) {
    if (!rows.some(({ id }) => matches(glob, id))) {
      throw new PacklineError('PACKAGE_UNKNOWN_ROW', { row: glob })
    }
  }
  return rows.filter(({ id }) => globs.some(glob => matches(glob, id)))
}

function matches (glob: string, id: string): boolean {
  return id === glob || matcher([glob])(id)
}
