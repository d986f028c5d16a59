import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { fromFileSystem } from '../files/file-system-errors.js'
import { plannedHardenings } from './hardening-plan.js'
import { isMade } from './package-report.js'
import type { PackageReport, RowReport } from './package-report.js'
import { PackageRun } from './package-run.js'
import { plannedReport } from './planned-report.js'
import type { PackageVersion } from './config-document.js'
import { RowBuilder } from './row-builder.js'
import type { RowBuilderSettings } from './row-builder.js'
import { stampProposals } from './stamp-proposal.js'

export interface BuildPackagesSettings extends RowBuilderSettings {
  isDryRun: boolean
  jobs?: number
  /** Throws where packages of that name are not wanted: before hours of work. */
  checkName?: (project: string, name: PackageVersion) => Promise<void>
}

/**
 * Makes the packages of a project, or tells how it would. A row that fails is in the report; the others are
 * made.
 */
export async function buildPackages (settings: BuildPackagesSettings): Promise<PackageReport> {
  const { isDryRun } = settings
  const startedAt = settings.now()
  const run = await PackageRun.open(settings)
  await settings.checkName?.(run.file.project, run.version)
  const lock = isDryRun ? undefined : await run.lock()
  try {
    if (!isDryRun) checkList(run)
    const stale = await run.makeBaselines(isDryRun)
    const planned = await run.plan()
    const proposals = stampProposals(planned)
    const hardening = plannedHardenings(planned, run)
    const jobs = jobsOf(settings, run, planned.length)
    const report = (rows: RowReport[], compressed: number): PackageReport => ({
      project: run.file.project,
      ...run.version,
      status: statusOf(rows, isDryRun),
      startedAt: new Date(startedAt).toISOString(),
      durationMs: Math.round(settings.now() - startedAt),
      estimateMs: estimateOf(rows, run, jobs),
      builds: run.builds,
      rows,
      ...hardening !== undefined && { hardening },
      ...proposals.length > 0 && { proposals },
      compressed
    })
    const rows = planned.map(each => plannedReport(each, run, stale))
    if (isDryRun) return report(rows, 0)
    settings.emit({ type: 'planned', report: report(rows, 0) })
    const builder = new RowBuilder(run, settings, planned)
    const made = await builder.build(jobs)
    await writeList(run, made)
    return report(made, builder.compressed)
  } finally {
    await run.tools.close()
    await run.saveDigests().catch(() => {/* It only saves time, and the disk may be what failed. */})
    lock?.close()
  }
}

function jobsOf ({ jobs }: BuildPackagesSettings, { file }: PackageRun, rows: number): number {
  const wanted = jobs ?? Math.min(file.packages.limits.jobs, availableParallelism() * 2)
  return Math.max(1, Math.min(wanted, rows))
}

function statusOf (rows: readonly RowReport[], isDryRun: boolean): PackageReport['status'] {
  if (isDryRun) return 'planned'
  return rows.some(({ state }) => state === 'failed' || state === 'skipped') ? 'failed' : 'done'
}

function estimateOf (rows: readonly RowReport[], { builds, state, rates }: PackageRun, jobs: number): number {
  const planned = builds.filter(each => each.state === 'planned')
  const buildsMs = planned.reduce((sum, { baseline }) => sum + (state.builds[baseline]?.durationMs ?? 0), 0)
  return Math.round(rates.wall(rows.reduce((sum, row) => sum + row.estimateMs, 0), jobs) + buildsMs)
}

/** Throws OUTPUT_NOT_OURS when another's file has the name of the list, before any work is done. */
function checkList ({ output }: PackageRun): void {
  const path = join(output, 'packages.json')
  if (!existsSync(path)) return
  let list: unknown
  try {
    list = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    list = undefined
  }
  const isOurs = isJsonObject(list) && typeof list.project === 'string' && Array.isArray(list.rows)
  if (!isOurs) throw new PacklineError('OUTPUT_NOT_OURS', { path })
}

/** packages.json beside the packages: what was made. */
async function writeList ({ file, version, output }: PackageRun, rows: readonly RowReport[]): Promise<void> {
  const list = { project: file.project, ...version, rows: rows.filter(isMade) }
  try {
    await writeFileAtomic(join(output, 'packages.json'), `${JSON.stringify(list, null, 2)}\n`)
  } catch (error) {
    // With a full disk the rows that were made still stand.
    if (rows.every(isMade)) throw fromFileSystem(error, output)
  }
}
