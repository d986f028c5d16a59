import { phrase } from '../../messages/phrase.js'
import { constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ByteBudget } from '../../byte-budget.js'
import type { ActionCache } from '../../cache/action-cache.js'
import type { BlobReference, ContentStore } from '../../cache/content-store.js'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { matcher } from '../../files/glob.js'
import { digestsOfFile } from '../../files/streamed-digest.js'
import type { EntryEncoder } from '../entry-encoder.js'
import { runProjectCommand } from '../external-command.js'
import type { RowWarning } from '../package-state.js'
import type { BaselinePlan } from '../row-plan.js'
import type { Work } from '../work-rates.js'
import { checkHardened, viewOf } from './check-hardened.js'
import type { ApkView } from './check-hardened.js'
import { repackApk, writeEditedApk } from './edit-apk.js'
import { keptPackage } from './kept-package.js'
import type { PlannedHardening } from './planned-hardening.js'
import { refusedBy, refusedPackage } from './refused-package.js'
import { ToolLog } from './tool-log.js'

/** A package that a tool hardened in this run. */
export interface HardenedPackage {
  platform: string
  /** Absolute path of what the tool said. */
  log: string
  durationMs: number
}

export interface HardenerContext {
  project: string
  environment: Environment
  encoder: EntryEncoder
  store: ContentStore
  cache: ActionCache
  signal: AbortSignal
  now: () => number
  /** Told of each piece of work that was done, without what it waited. */
  measured: (work: Work, bytes: number, milliseconds: number) => void
  /** Where what tools say is kept. */
  logs: string
  hardened: (what: HardenedPackage) => void
}

interface HardenedPlan extends BaselinePlan {
  hardening: PlannedHardening
}

const outputName = 'hardened.apk'

/** Has packages hardened by a tool of the project: each distinct one once, whatever the number of rows. */
export class Hardener {
  readonly #context: HardenerContext
  readonly #made = new Map<string, Promise<BlobReference>>()
  /** Such tools log in, and keep what they are about in a folder of their own: one at a time. */
  readonly #turn = new ByteBudget(1)

  constructor (context: HardenerContext) {
    this.#context = context
  }

  /** Writes the hardened package of a row, aligned and not signed, and returns its size. */
  async write (plan: HardenedPlan, target: string): Promise<number> {
    const { key } = plan.hardening
    let made = this.#made.get(key)
    if (made === undefined) this.#made.set(key, made = this.#stored(plan, target))
    const { sha256, size } = await made
    const flags = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL
    await copyFile(this.#context.store.pathOf(sha256), target, flags)
    await chmod(target, 0o644)
    return size
  }

  /** What the tool left wrong, and is put right in the package. */
  warningsOf ({ key }: PlannedHardening): RowWarning[] {
    const rules = this.#context.cache.get(key)?.value
    return typeof rules === 'string' && rules !== '' ? [{ code: 'hardeningMended', rules }] : []
  }

  async #stored (plan: HardenedPlan, target: string): Promise<BlobReference> {
    const known = await keptPackage(this.#context, plan.hardening.key)
    return known?.blob ?? await this.#turn.use(1, async () => await this.#make(plan, `${target}.hardening`))
  }

  /** `folder` is for the tool, and goes again. */
  async #make (plan: HardenedPlan, folder: string): Promise<BlobReference> {
    const { store, cache, signal, now, measured, hardened, logs } = this.#context
    const { row: { platform }, hardening: { key, inputs, definition } } = plan
    const temporary = store.temporary()
    const startedAt = now()
    mkdirSync(folder)
    try {
      const input = join(folder, plan.name)
      const size = await writeEditedApk(plan, input, this.#context)
      const before = await viewOf(input, plan.name)
      const log = new ToolLog(logs, `${platform}-${key.slice(0, 16)}`)
      const file = await this.#run(plan, input, join(folder, 'output'), log)
      const after = await viewOf(file, basename(file))
      checkHardened({ before, after, plan, adds: definition.adds, log: log.file })
      const rules = await this.#mend(file, after, temporary, platform)
      const reference = await digestsOfFile(temporary)
      store.adopt(temporary, reference)
      const durationMs = Math.round(now() - startedAt)
      cache.put(key, { inputs, value: rules, blobs: { apk: reference }, durationMs })
      measured('harden', size, durationMs)
      hardened({ platform, log: log.file, durationMs })
      signal.throwIfAborted()
      return reference
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await rm(temporary, { force: true })
    }
  }

  /** Returns the file that the tool wrote. */
  async #run (
    { row: { platform }, hardening: { definition } }: HardenedPlan,
    input: string,
    folder: string,
    log: ToolLog
  ): Promise<string> {
    mkdirSync(folder)
    const values = { input, output: join(folder, outputName), folder }
    const what = phrase('what.hardening', { platform })
    try {
      await runProjectCommand(definition, what, values, this.#context, line => {
        log.write(line)
      })
    } catch (error) {
      if (!(error instanceof PacklineError) || error.code !== 'PACKAGE_COMMAND_FAILED') throw error
      const { status, reason } = error.details
      throw new PacklineError('PACKAGE_HARDENING_FAILED', { platform, status, reason, log: log.file }, {
        cause: error
      })
    } finally {
      log.close()
    }
    return writtenBy(folder, definition.produces ?? outputName, platform, log.file)
  }

  /**
   * What such tools leave undone: their output is aligned, and what Android wants stored is. Returns the
   * rules of what was put right.
   */
  async #mend (file: string, { findings }: ApkView, target: string, platform: string): Promise<string> {
    await repackApk({ path: file, label: basename(file), findings }, target, this.#context.signal)
    const mended = await viewOf(target, basename(file))
    const refused = refusedBy(mended.findings, undefined)
    if (refused.length > 0) throw refusedPackage(`${platform}: ${basename(file)}`, refused)
    const left = new Set(mended.findings.map(({ rule }) => rule))
    return findings
      .filter(({ rule, isRepairable }) => isRepairable && !left.has(rule))
      .map(({ rule }) => rule)
      .join(', ')
  }
}

/** Throws PACKAGE_HARDENING_NO_OUTPUT unless exactly one file with something in it fits. */
function writtenBy (folder: string, pattern: string, platform: string, log: string): string {
  const fits = matcher([pattern])
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(each => each.isFile() && statSync(join(folder, each.name)).size > 0)
    .map(({ name }) => name)
  const [file, ...others] = files.filter(fits)
  if (file !== undefined && others.length === 0) return join(folder, file)
  const found = files.length === 0 ? '–' : files.sort().slice(0, 10).join(', ')
  throw new PacklineError('PACKAGE_HARDENING_NO_OUTPUT', { platform, file: pattern, found, log })
}
