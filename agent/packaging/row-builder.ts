import { mkdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ByteBudget } from '../byte-budget.js'
import { ContentStore } from '../cache/content-store.js'
import type { HardenedPackage } from './apk/harden-apk.js'
import { ApkMaker } from './apk/make-apk.js'
import type { MadePackage, MakerContext } from './apk/make-apk.js'
import { configFileName } from './config-document.js'
import { DiskReserve } from './disk-reserve.js'
import { EntryEncoder } from './entry-encoder.js'
import { makeExec } from './make-exec.js'
import { makeFolderPackage } from './make-folder-package.js'
import { makeZip } from './make-zip.js'
import type { PackageReport, RowReport } from './package-report.js'
import type { PackageRun, PackageSettings, PlannedRow } from './package-run.js'
import { currentBoot, statusOf } from './package-state.js'
import type { BuiltRow } from './package-state.js'
import { failureOf, plannedReport, reportOfPlan } from './planned-report.js'
import type { PlanReport } from './planned-report.js'
import { publishRow, removeLeftovers, temporaryRow } from './publish-row.js'
import { workOf } from './row-estimates.js'
import { RowInspector } from './row-inspection.js'
import type { RowInspection } from './row-inspection.js'
import type { BaselinePlan, RowPlan } from './row-plan.js'
import { verifySplitSet } from './verify-split-set.js'
import { phrase } from '../messages/phrase.js'

export type PackageEvent =
  | { type: 'planned', report: PackageReport }
  | { type: 'row-started', row: string, way: string }
  | { type: 'hardened' } & HardenedPackage
  | { type: 'row-ended', row: RowReport }

export interface RowBuilderSettings extends PackageSettings {
  /** Check every signed APK with apksigner once more, also the stamped ones. */
  verify: boolean
  emit: (event: PackageEvent) => void
}

/** Nothing that comes after these can do any better. */
const hopeless = new Set(['DISK_FULL', 'PACKAGE_DISK_RESERVE', 'OUTPUT_NOT_WRITABLE', 'INTERRUPTED'])

/** Makes rows, as many at once as it is told; what they share is made once. */
export class RowBuilder {
  readonly #run: PackageRun
  readonly #settings: RowBuilderSettings
  readonly #planned: PlannedRow[]
  readonly #context: MakerContext
  readonly #apks: ApkMaker
  readonly #disk: DiskReserve
  readonly #sharers = new Map<string, number>()
  readonly #inspector: RowInspector
  #stopped: string | undefined
  #workMs = 0

  constructor (
    run: PackageRun,
    settings: RowBuilderSettings,
    planned: PlannedRow[]
  ) {
    this.#run = run
    this.#settings = settings
    this.#planned = planned
    const store = new ContentStore(join(settings.home, 'cache', 'cas'))
    const { packages } = run.file
    this.#context = {
      project: run.project,
      environment: settings.environment,
      signings: packages.signing,
      tools: run.tools,
      encoder: new EntryEncoder(run.cache, store),
      store,
      cache: run.cache,
      memory: new ByteBudget(packages.limits.memoryMb * 1024 ** 2),
      signal: settings.signal,
      now: settings.now,
      measured: (work, bytes, milliseconds) => {
        this.#workMs += milliseconds
        run.rates.learn(work, bytes, milliseconds)
      },
      logs: run.logs,
      hardened: what => {
        settings.emit({ type: 'hardened', ...what })
      }
    }
    this.#apks = new ApkMaker(this.#context)
    this.#inspector = new RowInspector(
      run.version,
      async () => await run.released(),
      packages.signing,
      settings.signal
    )
    this.#disk = new DiskReserve(run.output, packages.limits.freeDiskMb)
    for (const each of planned) {
      if (!('plan' in each) || each.plan.way !== 'repack') continue
      const { baseKey } = each.plan
      this.#sharers.set(baseKey, (this.#sharers.get(baseKey) ?? 0) + 1)
    }
  }

  get compressed (): number {
    return this.#context.encoder.compressed
  }

  async build (jobs: number): Promise<RowReport[]> {
    mkdirSync(this.#run.output, { recursive: true })
    removeLeftovers(this.#run.output)
    const { default: pLimit } = await import('p-limit')
    const limit = pLimit(jobs)
    const startedAt = this.#settings.now()
    const rows = await Promise.all(this.#planned.map(async each =>
      await limit(async () => {
        const report = await this.#row(each)
        this.#settings.emit({ type: 'row-ended', row: report })
        return report
      })
    ))
    if (rows.filter(({ state }) => state === 'made').length >= 2 * jobs) {
      this.#run.rates.learnWall(this.#workMs, this.#settings.now() - startedAt, jobs)
    }
    this.#save(() => {
      this.#run.rates.save()
    })
    return rows
  }

  async #row (planned: PlannedRow): Promise<RowReport> {
    if ('error' in planned) return plannedReport(planned, this.#run, new Set())
    const { plan } = planned
    const report = reportOfPlan(plan, this.#run)
    if (plan.built !== undefined) return this.#reuse(plan, plan.built, report)
    if (this.#stopped !== undefined || this.#settings.signal.aborted) {
      const reason = phrase('row.notMade', { code: this.#stopped ?? 'INTERRUPTED' })
      return { ...report, state: 'skipped', why: [...report.why, reason] }
    }
    const startedAt = this.#settings.now()
    const duration = (): number => Math.round(this.#settings.now() - startedAt)
    this.#settings.emit({ type: 'row-started', row: plan.row.id, way: plan.way })
    try {
      const made = await this.#make(plan)
      const durationMs = duration()
      this.#remember(plan, made, durationMs)
      return { ...report, state: 'made', file: this.#fileOf(plan), ...made, durationMs }
    } catch (error) {
      const failed = failureOf(error, this.#run.output)
      if (hopeless.has(failed.error.code)) this.#stopped ??= failed.error.code
      return { ...report, ...failed, durationMs: duration() }
    }
  }

  #reuse (plan: RowPlan, built: BuiltRow, report: PlanReport): RowReport {
    const { size, sha256, signature, unsignedReason, warnings, application, findings = [], repaired = [] } =
      built
    this.#run.cache.touch(plan.key, new Date(this.#settings.now()))
    built.boot = currentBoot()
    return {
      ...report,
      state: 'reused',
      file: this.#fileOf(plan),
      size,
      sha256,
      signature,
      ...unsignedReason !== undefined && { unsignedReason },
      ...warnings !== undefined && { warnings },
      ...application !== undefined && { application },
      findings,
      repaired,
      durationMs: 0
    }
  }

  #fileOf ({ folder, name }: RowPlan): string {
    return relative(this.#run.project, join(folder, name)).replaceAll(sep, '/')
  }

  async #make (plan: RowPlan): Promise<MadePackage & RowInspection> {
    // An APK that is signed is there three times for a moment: edited, signed, and in its place. A tool that
    // hardens it writes another one, and unpacks it most likely; the parts of a set are there, too.
    const isLarge = plan.hardening !== undefined || plan.row.definition.splits !== undefined
    const copies = plan.way !== 'repack' ? 1 : isLarge ? 6 : 3
    const bytes = (plan.baseline?.size ?? 0) * copies
    return await this.#disk.use(bytes, async () => await this.#makeInPlace(plan))
  }

  async #makeInPlace (plan: RowPlan): Promise<MadePackage & RowInspection> {
    const temporary = temporaryRow(this.#run.output)
    try {
      await writeFile(join(temporary, configFileName), plan.config)
      const target = join(temporary, plan.name)
      const startedAt = this.#settings.now()
      const made = await this.#makePackage(plan, target, join(temporary, configFileName))
      // Where rows share a signature the time of one says nothing: ApkMaker tells that of each.
      const work = workOf(plan)
      const isTold = work === 'sign' || plan.hardening !== undefined
      if (!isTold) this.#context.measured(work, made.size, this.#settings.now() - startedAt)
      const inspected = await this.#inspector.inspect(plan, target)
      if (this.#settings.verify && made.signature === 'signed') await this.#verify(plan, target, inspected)
      this.#settings.signal.throwIfAborted()
      publishRow(temporary, plan.folder)
      return { ...made, ...inspected }
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  }

  async #verify (
    { row: { id, definition } }: RowPlan,
    target: string,
    { application }: RowInspection
  ): Promise<void> {
    if (application === undefined || application.type === 'ipa') return
    const { tools } = this.#run
    tools.requireApk()
    if (definition.splits !== undefined) await verifySplitSet(target, tools, this.#settings.signal)
    else await tools.verify(target, application.type, id, this.#settings.signal)
  }

  async #makePackage (plan: RowPlan, target: string, config: string): Promise<MadePackage> {
    const { baseline, row: { id, definition } } = plan
    if (definition.exec !== undefined) {
      return await makeExec(plan, definition.exec, target, config, this.#run.commandContext())
    }
    if (baseline === undefined) throw new Error(`${id} has neither a command nor a baseline`)
    const edit: BaselinePlan = { ...plan, baseline }
    switch (baseline.definition.type) {
      case 'aab':
      case 'apk':
        return await this.#apks.make(edit, target, (this.#sharers.get(plan.baseKey) ?? 0) > 1)
      case 'ipa':
        return plan.way === 'copy'
          ? await this.#apks.make(edit, target, false)
          : await (await import('./ipa/make-ipa.js')).makeIpa(edit, target, this.#context)
      case 'zip':
        return plan.way === 'copy'
          ? await this.#apks.make(edit, target, false)
          : await makeZip(edit, target, this.#context)
      case 'folder':
        return definition.pack === 'folder'
          ? await makeFolderPackage(edit, target, this.#context)
          : await makeZip(edit, target, this.#context)
    }
  }

  #remember (
    plan: RowPlan,
    made: MadePackage & RowInspection,
    durationMs: number
  ): void {
    const { row, way, key, inputs, name } = plan
    const { size, sha256, signature, unsignedReason, warnings, application, findings, repaired } = made
    const { state, cache } = this.#run
    state.rows[row.id] = {
      key,
      way,
      name,
      status: statusOf(join(plan.folder, name)) ?? '',
      boot: currentBoot(),
      size,
      sha256,
      signature,
      ...unsignedReason !== undefined && { unsignedReason },
      ...warnings !== undefined && { warnings },
      ...application !== undefined && { application },
      findings,
      repaired,
      durationMs
    }
    this.#save(() => {
      cache.put(key, { inputs, value: { size, sha256 }, blobs: {}, durationMs })
    })
  }

  #save (also?: () => void): void {
    try {
      also?.()
      this.#run.save()
    } catch {
      // The package is there; what cannot be kept (a full disk) only costs time the next time.
    }
  }
}
