import type { ReleasedPackage } from '../release/released-packages.js'
import type { AndroidApplication } from './application/application.js'
import type { InspectedBaseline } from './baseline.js'
import type { Row } from './rows.js'

/** By row, the newest first. */
export type ReleasedPackages = ReadonlyMap<string, readonly ReleasedPackage[]>

/**
 * The packages of the same name that players may have before the one of this row: its baseline, and the last
 * that was released.
 */
export function earlierPackages (
  { row, baseline }: { row: Row, baseline?: InspectedBaseline },
  { type, id }: AndroidApplication,
  released: ReleasedPackages
): ReleasedPackage[] {
  const isSame = ({ application }: ReleasedPackage): boolean =>
    application.type === type && application.id === id && application.certificates !== undefined
  return [
    ...row.definition.exec === undefined ? asReleased(baseline).filter(isSame) : [],
    ...(released.get(row.id) ?? []).filter(isSame).slice(0, 1)
  ]
}

/** A key for tests signs no package of before. */
function asReleased (baseline: InspectedBaseline | undefined): ReleasedPackage[] {
  if (baseline?.application === undefined || baseline.application.type === 'ipa') return []
  const { application, definition } = baseline
  return application.isDebugSigned === true || definition.testSigned === true
    ? []
    : [{ release: definition.path, application }]
}
