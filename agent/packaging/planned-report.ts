import { toPacklineError } from '../errors.js'
import { fromFileSystem } from '../files/file-system-errors.js'
import { signatureField } from './config-signature.js'
import type { FailedRow, RowHeading, RowReport } from './package-report.js'
import type { PackageRun, PlannedRow } from './package-run.js'
import type { RowPlan } from './row-plan.js'
import type { Row } from './rows.js'
import { phrase } from '../messages/phrase.js'

/** What will become of a row. `stale` are the baselines that are to be made first. */
export function plannedReport (
  planned: PlannedRow,
  run: PackageRun,
  stale: ReadonlySet<string>
): RowReport {
  const place = placeOf(planned.row)
  const { baseline = '' } = planned.row.definition
  const build = stale.has(baseline)
    ? run.builds.find(each => each.baseline === baseline && each.state === 'planned')
    : undefined
  if (build !== undefined) {
    return {
      ...place,
      way: 'build',
      why: [phrase('row.baselineFirst', { baseline, why: build.why })],
      state: 'planned',
      estimateMs: run.state.rows[place.id]?.durationMs ?? 0
    }
  }
  if ('error' in planned) {
    return { ...place, ...failureOf(planned.error, run.output), way: 'build', why: [], estimateMs: 0 }
  }
  return reportOfPlan(planned.plan, run)
}

export interface PlanReport extends RowHeading {
  state: 'planned'
  key: string
}

/** The same for a row that can be made. */
export function reportOfPlan (plan: RowPlan, { estimates }: PackageRun): PlanReport {
  const { row, way, why, key, baseline, stamp } = plan
  return {
    ...placeOf(row),
    way,
    why,
    key,
    state: 'planned',
    estimateMs: estimates.of(plan),
    ...stamp?.config !== undefined && { isConfigSigned: signatureField in stamp },
    ...baseline !== undefined && { baseline: { name: baseline.name, sha256: baseline.digest } }
  }
}

/** What a row that failed reports. `folder` is the one that was written to. */
export function failureOf (thrown: unknown, folder: string): Pick<FailedRow, 'state' | 'error'> {
  const { code, details } = toPacklineError(fromFileSystem(thrown, folder))
  return { state: 'failed', error: { code, details } }
}

function placeOf ({ id, platform, target, channel, pairing }: Row): Pick<
  RowHeading,
  'id' | 'platform' | 'target' | 'channel' | 'pairing'
> {
  return {
    id,
    platform,
    ...target !== undefined && { target: target.id },
    ...channel !== undefined && { channel },
    ...pairing !== undefined && { pairing }
  }
}
