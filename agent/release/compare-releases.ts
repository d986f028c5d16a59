import type { ParameterValue } from '../config/parameter-schema.js'
import type { PackageEntry } from './entry-lists.js'
import { nativeOf } from './hot-update-line.js'
import { releaseKey, rowKey } from './registry-model.js'
import type { PackageRow, Release } from './registry-model.js'
import type { AssetList, Registry } from './registry.js'

interface RowDifference {
  target: string
  row: string
  change: 'added' | 'removed' | 'changed' | 'same'
  bytesBefore: number
  bytesAfter: number
  /** What differs inside, where both lists were recorded. */
  entries?: AssetDifference[]
}
export interface AssetDifference {
  path: string
  change: 'added' | 'removed' | 'changed'
  bytesBefore: number
  bytesAfter: number
}

/** Another hot update of the same line. */
export interface HotUpdateDifference {
  target: string
  native: string
  before: string
  after: string
  /** What a player of the one before downloads; null where that was not recorded. */
  bytes: number | null
  bytesWithDeltas: number | null
}

export interface ReleaseDifference {
  from: string
  to: string
  /** Commits of the sources that differ, by repository. */
  commits: Array<{ repository: string, before: string | null, after: string | null }>
  rows: RowDifference[]
  assets: AssetDifference[]
  hotUpdates: HotUpdateDifference[]
  parameters: Array<{ name: string, before: ParameterValue | null, after: ParameterValue | null }>
  /** Container images that are not the same, by digest. */
  images: Array<{ name: string, before: string | null, after: string | null }>
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
      await compareRows(registry, target, await registry.rows(from, target), await registry.rows(to, target))
    )
  )
  const rows = byTarget.flat()
  const [before, after] = await Promise.all([registry.assets(from), registry.assets(to)])
  const total = (numbers: number[]): number => numbers.reduce((sum, each) => sum + each, 0)
  return {
    from: releaseKey(from),
    to: releaseKey(to),
    commits: compareCommits(from.rebuild.commits, to.rebuild.commits),
    rows,
    assets: compareAssets(before, after),
    hotUpdates: compareHotUpdates(from, to),
    parameters: differingValues(from.parameters, to.parameters),
    images: differingValues(imageDigests(from), imageDigests(to)),
    bytes: {
      rowsBefore: total(rows.map(each => each.bytesBefore)),
      rowsAfter: total(rows.map(each => each.bytesAfter)),
      assetsBefore: total(Object.values(before).map(each => each.sizeBytes)),
      assetsAfter: total(Object.values(after).map(each => each.sizeBytes))
    }
  }
}

/** Who has another native version updates the app. */
function compareHotUpdates (from: Release, to: Release): HotUpdateDifference[] {
  const native = nativeOf(to.version)
  if (nativeOf(from.version) !== native) return []
  return Object.entries(to.targets).flatMap(([target, { hotUpdate }]) => {
    const before = from.targets[target]?.hotUpdate?.version
    if (hotUpdate === undefined || before === undefined || before === hotUpdate.version) return []
    const { bytes = null, bytesWithDeltas = null } = hotUpdate
      .downloads
      ?.find(each => each.from === before) ?? {}
    return [{ target, native, before, after: hotUpdate.version, bytes, bytesWithDeltas }]
  })
}

async function compareRows (
  registry: Registry,
  target: string,
  before: PackageRow[],
  after: PackageRow[]
): Promise<RowDifference[]> {
  const byKey = (rows: PackageRow[]): Map<string, PackageRow> => new Map(rows.map(row => [rowKey(row), row]))
  const [old, now] = [byKey(before), byKey(after)]
  return await Promise.all(
    [...new Set([...old.keys(), ...now.keys()])].sort().map(async row => {
      const [one, other] = [old.get(row), now.get(row)]
      const difference = { target, row, bytesBefore: sizeOf(one), bytesAfter: sizeOf(other) }
      if (one === undefined) return { ...difference, change: 'added' }
      if (other === undefined) return { ...difference, change: 'removed' }
      if (hasSameBytes(one, other)) return { ...difference, change: 'same' }
      const [inOne, inOther] = await Promise.all([registry.entries(one), registry.entries(other)])
      return {
        ...difference,
        change: 'changed',
        ...inOne !== undefined && inOther !== undefined && {
          entries: compareAssets(listOf(inOne), listOf(inOther))
        }
      }
    })
  )
}

/** Names of packages hold the version, which every release changes. */
function hasSameBytes (a: PackageRow, b: PackageRow): boolean {
  const bytes = (row: PackageRow): string => row.artifacts.map(({ sha256 }) => sha256).sort().join()
  return bytes(a) === bytes(b)
}

function listOf (entries: readonly PackageEntry[]): AssetList {
  return Object.fromEntries(
    entries.map(({ name, sizeBytes, digest }) => [name, { sha256: digest, sizeBytes }])
  )
}

function compareCommits (
  before: Record<string, string>,
  after: Record<string, string>
): ReleaseDifference['commits'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter(repository => before[repository] !== after[repository])
    .map(repository => ({
      repository,
      before: before[repository] ?? null,
      after: after[repository] ?? null
    }))
}

function sizeOf (row: PackageRow | undefined): number {
  return row?.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? 0
}

export function compareAssets (before: AssetList, after: AssetList): AssetDifference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap(path => {
    const [one, other] = [before[path], after[path]]
    if (one?.sha256 === other?.sha256 && one?.sizeBytes === other?.sizeBytes) return []
    return [{
      path,
      change: one === undefined ? 'added' : other === undefined ? 'removed' : 'changed',
      bytesBefore: one?.sizeBytes ?? 0,
      bytesAfter: other?.sizeBytes ?? 0
    }]
  })
}

function imageDigests ({ images = {} }: Release): Record<string, string> {
  return Object.fromEntries(Object.entries(images).map(([name, { digest }]) => [name, digest]))
}

function differingValues<Value> (
  before: Record<string, Value>,
  after: Record<string, Value>
): Array<{ name: string, before: Value | null, after: Value | null }> {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter(name => before[name] !== after[name])
    .map(name => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
}
