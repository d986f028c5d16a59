import type { KeyObject } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ActionCache } from '../cache/action-cache.js'
import { lockFile } from '../files/file-lock.js'
import type { FileLock } from '../files/file-lock.js'
import type { Environment } from '../config/home.js'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import type { CommandDefinition } from '../config/baseline-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import type { Wording } from '../messages/phrase.js'
import { KeyCertificates } from './apk/key-certificates.js'
import { AssetDigests } from './asset-digests.js'
import { Baselines } from './baselines.js'
import { readConfigKey } from './config-key.js'
import type { PackageVersion } from './config-document.js'
import type { ReleasedPackages } from './earlier-packages.js'
import { commandInputs } from './external-command.js'
import type { CommandContext } from './external-command.js'
import { FileDigests } from './file-digests.js'
import type { PackageReport } from './package-report.js'
import { PackageStateStore, currentBoot, digestsFile } from './package-state.js'
import type { PackageState } from './package-state.js'
import { RowEstimates } from './row-estimates.js'
import { planRow } from './row-plan.js'
import type { PlanContext, RowPlan } from './row-plan.js'
import { selectRows, versionOf } from './row-selection.js'
import { rowsOf } from './rows.js'
import type { Row } from './rows.js'
import { SigningTools } from './signing-tools.js'
import { WorkRates } from './work-rates.js'

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
  /** What was released of rows, by their ids. */
  released?: (project: string, rows: readonly Row[]) => Promise<ReleasedPackages>
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
  readonly rates: WorkRates
  readonly estimates: RowEstimates
  readonly #settings: PackageSettings
  readonly #digests: FileDigests
  readonly #states: PackageStateStore
  readonly #baselines: Baselines
  #released: Promise<ReleasedPackages> | undefined
  readonly #commandInputs = new Map<string, Promise<Array<[string, string]>>>()

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
    this.rates = new WorkRates(settings.home)
    this.estimates = new RowEstimates(
      this.rates,
      this.state,
      key => this.cache.get(key)?.blobs.apk !== undefined
    )
    this.tools = new SigningTools(settings.environment, {
      memoryMb: file.packages.limits.memoryMb,
      home: settings.home
    })
    this.#baselines = new Baselines(file, this.commandContext(), this.state, settings.now)
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

  get builds (): PackageReport['builds'] {
    return this.#baselines.builds
  }

  /** Where what tools say is kept. */
  get logs (): string {
    return join(this.#states.folder, 'hardening')
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
      assets: new AssetDigests(this.#settings.signal),
      version: this.version,
      environment: this.#settings.environment,
      output: this.output,
      configKey: () => this.#configKey(),
      boot: currentBoot(),
      now: this.#settings.now,
      signal: this.#settings.signal,
      tools: this.tools,
      keys: new KeyCertificates({
        project: this.project,
        environment: this.#settings.environment,
        signings: this.file.packages.signing,
        tools: this.tools,
        cache: this.cache,
        signal: this.#settings.signal
      }),
      released: async () => await this.released(),
      previous: id => this.state.rows[id],
      previousInputs: key => this.cache.get(key)?.inputs,
      commandInputs: async (what, command) => await this.#inputsOf(what, command)
    }
    const planned: PlannedRow[] = []
    for (const row of this.rows) {
      this.#settings.signal.throwIfAborted()
      try {
        const name = row.definition.baseline
        planned.push({
          row,
          plan: await planRow(row, name === undefined ? undefined : await this.#baselines.get(name), context)
        })
      } catch (error) {
        planned.push({ row, error })
      }
    }
    return planned
  }

  #configKey (): KeyObject | undefined {
    const { configKey } = this.file.packages
    return configKey === undefined
      ? undefined
      : readConfigKey(configKey, this.project, this.#settings.environment)
  }

  /** What was released of the rows; asked for once, where a package has to follow another. */
  async released (): Promise<ReleasedPackages> {
    const { released } = this.#settings
    this.#released ??= released === undefined
      ? Promise.resolve(new Map())
      : released(this.file.project, this.rows)
    return await this.#released
  }

  /** Brings the baselines that commands make up to date; with `isDryRun` only tells which are not. */
  async makeBaselines (isDryRun: boolean): Promise<Set<string>> {
    const names = new Set(this.rows.flatMap(({ definition }) => definition.baseline ?? []))
    return await this.#baselines.make(names, isDryRun)
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

  async #inputsOf (what: Wording, command: CommandDefinition): Promise<Array<[string, string]>> {
    let inputs = this.#commandInputs.get(String(what))
    if (inputs === undefined) {
      inputs = commandInputs(command, what, this.commandContext())
      this.#commandInputs.set(String(what), inputs)
    }
    return await inputs
  }
}
