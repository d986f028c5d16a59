import type { ParameterValue } from '../config/parameter-schema.js'
import { hasSameContent, releaseKey, rowKey } from './registry-model.js'
import type { PackageRow, Release } from './registry-model.js'
import type { AssetList, Registry } from './registry.js'

interface RowDifference {
  target: string
  row: string
  change: 'added' | 'removed' | 'changed' | 'same'
  bytesBefore: number
  bytesAfter: number
}
export interface AssetDifference {
  path: string
  change: 'added' | 'removed' | 'changed'
  bytesBefore: number
  bytesAfter: number
}

interface ReleaseDifference {
  from: string
  to: string
  rows: RowDifference[]
  assets: AssetDifference[]
  parameters: Array<{ name: string, before: ParameterValue | null, after: ParameterValue | null }>
  bytes: { rowsBefore: number, rowsAfter: number, assetsBefore: number, assetsAfter: number }
}

/** What two releases hold differently: packages, assets, parameters, bytes. */
export async function compareReleases (
  registry: Registry,
  from: Release,
  to: Release
): Promise<ReleaseDifference> {
  const targets = [...new Set([...Object.keys(from.targets), ...Object.keys(to.targets)])].sort()
  const byTarget = await Promise.all(
    targets.map(async target =>
      compareRows(target, await registry.rows(from, target), await registry.rows(to, target))
    )
  )
  const rows = byTarget.flat()
  const [before, after] = await Promise.all([registry.assets(from), registry.assets(to)])
  const total = (numbers: number[]): number => numbers.reduce((sum, each) => sum + each, 0)
  return {
    from: releaseKey(from),
    to: releaseKey(to),
    rows,
    assets: compareAssets(before, after),
    parameters: compareParameters(from.parameters, to.parameters),
    bytes: {
      rowsBefore: total(rows.map(each => each.bytesBefore)),
      rowsAfter: total(rows.map(each => each.bytesAfter)),
      assetsBefore: total(Object.values(before).map(each => each.sizeBytes)),
      assetsAfter: total(Object.values(after).map(each => each.sizeBytes))
    }
  }
}

function compareRows (target: string, before: PackageRow[], after: PackageRow[]): RowDifference[] {
  const byKey = (rows: PackageRow[]): Map<string, PackageRow> => new Map(rows.map(row => [rowKey(row), row]))
  const [old, now] = [byKey(before), byKey(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().map(row => {
    const [one, other] = [old.get(row), now.get(row)]
    const change = one === undefined
      ? 'added'
      : other === undefined
      ? 'removed'
      : hasSameContent(one, other)
      ? 'same'
      : 'changed'
    return { target, row, change, bytesBefore: sizeOf(one), bytesAfter: sizeOf(other) }
  })
}

function sizeOf (row: PackageRow | undefined): number {
  return row?.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? 0
}

export function compareAssets (before: AssetList, after: AssetList): AssetDifference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap(path => {
    const [one, other] = [before[path], after[path]]
    if (one?.sha256 === other?.sha256) return []
    return [{
      path,
      change: one === undefined ? 'added' : other === undefined ? 'removed' : 'changed',
      bytesBefore: one?.sizeBytes ?? 0,
      bytesAfter: other?.sizeBytes ?? 0
    }]
  })
}

function compareParameters (
  before: Release['parameters'],
  after: Release['parameters']
): ReleaseDifference['parameters'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter(name => before[name] !== after[name])
    .map(name => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
}
