import { mkdirSync, rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { availableParallelism } from 'node:os'
import { ByteBudget } from '../byte-budget.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { ContentStore } from '../cache/content-store.js'
import { fromFileSystem } from '../files/file-system-errors.js'
import { toPacklineError } from '../errors.js'
import { ApkMaker } from './apk/make-apk.js'
import type { MadePackage, MakerContext } from './apk/make-apk.js'
import { DiskReserve } from './disk-reserve.js'
import { EntryEncoder } from './entry-encoder.js'
import { estimateRow, learn } from './estimate.js'
import { makeExec } from './make-exec.js'
import { makeFolder } from './make-folder.js'
import { makeZip } from './make-zip.js'
import type { PackageReport, RowReport } from './package-report.js'
import { PackageRun } from './package-run.js'
import type { PackageSettings, PlannedRow } from './package-run.js'
import { currentBoot, statusOf } from './package-state.js'
import { publishRow, removeLeftovers, temporaryRow } from './publish-row.js'
import { configFileName } from './row-plan.js'
import type { RowPlan } from './row-plan.js'

export type PackageEvent =
  | { type: 'planned', report: PackageReport }
  | { type: 'row-started', row: string, way: string }
  | { type: 'row-ended', row: RowReport }

export interface BuildPackagesSettings extends PackageSettings {
  isDryRun: boolean
  jobs?: number
  /** Check every signed APK with apksigner once more, also the stamped ones. */
  verify: boolean
  emit: (event: PackageEvent) => void
}

/**
 * Makes the packages of a project, or tells how it would. A row that fails is in the report; the others are
 * made.
 */
export async function buildPackages (settings: BuildPackagesSettings): Promise<PackageReport> {
  const startedAt = settings.now()
  const run = await PackageRun.open(settings)
  const lock = settings.isDryRun ? undefined : await run.lock()
  try {
    const stale = await run.makeBaselines(settings.isDryRun)
    const planned = await run.plan()
    const jobs = Math.max(
      1,
      Math.min(
        settings.jobs ?? Math.min(run.file.packages.limits.jobs, availableParallelism() * 2),
        planned.length
      )
    )
    const report = (rows: RowReport[], compressed: number): PackageReport => ({
      project: run.file.project,
      ...run.version,
      status: settings.isDryRun
        ? 'planned'
        : rows.some(({ state }) => state === 'failed' || state === 'skipped')
        ? 'failed'
        : 'done',
      startedAt: new Date(startedAt).toISOString(),
      durationMs: Math.round(settings.now() - startedAt),
      estimateMs: Math.round(
        rows.reduce((sum, row) => sum + row.estimateMs, 0) / jobs + run
          .builds
          .reduce(
            (sum, { baseline, state }) =>
              sum + (state === 'planned' ? run.state.builds[baseline]?.durationMs ?? 0 : 0),
            0
          )
      ),
      builds: run.builds,
      rows,
      compressed
    })
    const rows = planned.map(each => plannedReport(each, run, stale))
    if (settings.isDryRun) return report(rows, 0)
    settings.emit({ type: 'planned', report: report(rows, 0) })
    const builder = new RowBuilder(run, settings, planned)
    const made = await builder.build(jobs)
    await writeFileAtomic(
      join(run.output, 'packages.json'),
      `${
        JSON.stringify(
          {
            project: run
              .file
              .project,
            ...run.version,
            rows: made.filter(({ file }) => file !== undefined)
          },
          null,
          2
        )
      }\n`
    )
      .catch((error: unknown) => {
        // With a full disk the rows that were made still stand.
        if (made.every(({ state }) => state === 'made' || state === 'reused')) {
          throw fromFileSystem(
            error,
            run.output
          )
        }
      })
    return report(made, builder.compressed)
  } finally {
    await run.saveDigests().catch(() => {/* It only saves time, and the disk may be what failed. */})
    lock?.close()
  }
}

function plannedReport (planned: PlannedRow, run: PackageRun, stale: ReadonlySet<string>): RowReport {
  const { row } = planned
  const place = {
    id: row.id,
    platform: row.platform,
    ...row.target !== undefined && { target: row.target.id },
    ...row.channel !== undefined && { channel: row.channel },
    ...row.pairing !== undefined && { pairing: row.pairing }
  }
  const { baseline } = row.definition
  if (
    baseline !== undefined && stale.has(baseline) &&
    run.builds.some(build => build.baseline === baseline && build.state === 'planned')
  ) {
    return {
      ...place,
      way: 'build',
      why: [`the baseline ${baseline} is made by its command first: ${
        run
          .builds
          .find(build => build.baseline === baseline)!
          .why
      }`],
      state: 'planned',
      estimateMs: run.state.rows[row.id]?.durationMs ?? 0
    }
  }
  if ('error' in planned) {
    return {
      ...place,
      ...failure(planned.error, run.output),
      way: 'build',
      why: [],
      estimateMs: 0
    }
  }
  const { way, why, key, baseline: inspected } = planned.plan
  return {
    ...place,
    way,
    why,
    key,
    state: 'planned',
    estimateMs: estimateRow(planned.plan, run.state),
    ...inspected !== undefined && { baseline: { name: inspected.name, sha256: inspected.digest } }
  }
}

function failure (thrown: unknown, folder: string): Pick<RowReport, 'state' | 'error'> {
  const { code, details } = toPacklineError(fromFileSystem(thrown, folder))
  return { state: 'failed', error: { code, details } }
}

/** Nothing that comes after these can do any better. */
const hopeless = new Set(['DISK_FULL', 'PACKAGE_DISK_RESERVE', 'OUTPUT_NOT_WRITABLE', 'INTERRUPTED'])

class RowBuilder {
  readonly #run: PackageRun
  readonly #settings: BuildPackagesSettings
  readonly #planned: PlannedRow[]
  readonly #context: MakerContext
  readonly #apks: ApkMaker
  readonly #disk: DiskReserve
  readonly #sharers = new Map<string, number>()
  #stopped: string | undefined

  constructor (run: PackageRun, settings: BuildPackagesSettings, planned: PlannedRow[]) {
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
      signal: settings.signal
    }
    this.#apks = new ApkMaker(this.#context)
    this.#disk = new DiskReserve(run.output, packages.limits.freeDiskMb)
    for (const each of planned) {
      if ('plan' in each && each.plan.way === 'repack') {
        this.#sharers.set(
          each.plan.baseKey,
          (this.#sharers.get(each.plan.baseKey) ?? 0) + 1
        )
      }
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
    const rows = await Promise.all(this.#planned.map(async each =>
      await limit(async () => {
        const report = await this.#row(each)
        this.#settings.emit({ type: 'row-ended', row: report })
        return report
      })
    ))
    this.#save()
    return rows
  }

  async #row (planned: PlannedRow): Promise<RowReport> {
    const report = plannedReport(planned, this.#run, new Set())
    if ('error' in planned) return report
    const { plan } = planned
    const file = relative(this.#run.project, join(plan.folder, plan.name)).replaceAll(sep, '/')
    if (plan.built !== undefined) {
      const { size, sha256, signature, unsignedReason } = plan.built
      this.#run.cache.touch(plan.key, new Date(this.#settings.now()))
      plan.built.boot = currentBoot()
      return {
        ...report,
        state: 'reused',
        file,
        size,
        sha256,
        signature,
        ...unsignedReason !== undefined && { unsignedReason },
        durationMs: 0
      }
    }
    if (this.#stopped !== undefined || this.#settings.signal.aborted) {
      return {
        ...report,
        state: 'skipped',
        why: [...report.why, `not made: ${this.#stopped ?? 'INTERRUPTED'}`]
      }
    }
    const startedAt = this.#settings.now()
    this.#settings.emit({ type: 'row-started', row: plan.row.id, way: plan.way })
    try {
      const made = await this.#make(plan)
      const durationMs = Math.round(this.#settings.now() - startedAt)
      this.#remember(plan, made, durationMs)
      return { ...report, state: 'made', file, ...made, durationMs }
    } catch (error) {
      const failed = failure(error, this.#run.output)
      if (hopeless.has(failed.error!.code)) this.#stopped ??= failed.error!.code
      return { ...report, ...failed, durationMs: Math.round(this.#settings.now() - startedAt) }
    }
  }

  async #make (plan: RowPlan): Promise<MadePackage> {
    // An APK that is signed is there three times for a moment: edited, signed, and in its place.
    const bytes = (plan.baseline?.size ?? 0) * (plan.way === 'repack' ? 3 : 1)
    return await this.#disk.use(bytes, async () => await this.#makeInPlace(plan))
  }

  async #makeInPlace (plan: RowPlan): Promise<MadePackage> {
    const temporary = temporaryRow(this.#run.output)
    try {
      await writeFile(join(temporary, configFileName), plan.config)
      const target = join(temporary, plan.name)
      const made = await this.#makePackage(plan, target, join(temporary, configFileName))
      if (this.#settings.verify && made.signature === 'signed' && plan.baseline?.definition.type === 'apk') {
        await this.#run.tools.requireApk().verify(target, plan.row.id, this.#settings.signal)
      }
      this.#settings.signal.throwIfAborted()
      publishRow(temporary, plan.folder)
      return made
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  }

  async #makePackage (plan: RowPlan, target: string, config: string): Promise<MadePackage> {
    const { baseline, row } = plan
    if (row.definition.exec !== undefined || baseline === undefined) {
      return await makeExec(
        plan,
        target,
        config,
        this.#run.commandContext()
      )
    }
    switch (baseline.definition.type) {
      case 'apk':
        return await this.#apks.make(plan, target, (this.#sharers.get(plan.baseKey) ?? 0) > 1)
      case 'ipa':
        return plan.way === 'copy'
          ? await this.#apks.make(plan, target, false)
          : await (await import('./ipa/make-ipa.js')).makeIpa(plan, target, this.#context)
      case 'zip':
        return plan.way === 'copy'
          ? await this.#apks.make(plan, target, false)
          : await makeZip(plan, target, this.#context)
      case 'folder':
        return row.definition.pack === 'folder'
          ? await makeFolder(plan, target, this.#context)
          : await makeZip(plan, target, this.#context)
    }
  }

  #remember (
    plan: RowPlan,
    { size, sha256, signature, unsignedReason }: MadePackage,
    durationMs: number
  ): void {
    const { row, way, key, inputs, name } = plan
    const { state, cache } = this.#run
    learn(state, way, statSync(join(plan.folder, name)).size, durationMs)
    state.rows[row.id] = {
      key,
      way,
      name,
      status: statusOf(join(plan.folder, name))!,
      boot: currentBoot(),
      size,
      sha256,
      signature,
      ...unsignedReason !== undefined && { unsignedReason },
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
