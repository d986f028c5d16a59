import { setOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'

/** What one shard builds as a whole. */
export interface ShardUnit {
  id: string
  group: Group
  costMs: number
  /** Needs a licensed tool, and so a node that may hold a seat. */
  isLicensed: boolean
}

/** What a plan says of one shard. */
export interface Shard {
  sets: string[]
  estimatedMs: number
  /** Whether it needs a node that may hold a seat. */
  licensed: boolean
}

/** Files of these rules have nothing to do with each other: a large group is several units. */
const filesInUnit = 100
/** For rules that never ran here: 8 MB of painted sprites in a second, measured in the release profile. */
const assumedMsPerByte = 1 / 8000

/** @param setCosts what the results of each set took when they were made */
export function shardUnits (
  groups: readonly Group[],
  setCosts: Readonly<Record<string, number>>
): ShardUnit[] {
  const made = groups.filter(({ rule }) => rule.processor !== 'copy')
  const ids = new Map<string, number>()
  for (const { id } of made) ids.set(id, (ids.get(id) ?? 0) + 1)
  const rateOf = ratesOf(made, setCosts)
  return made.flatMap(group => {
    const id = (ids.get(group.id) ?? 0) > 1 ? setOf(group) : group.id
    const costMs = setCosts[setOf(group)] ?? bytesOf(group) * rateOf(group)
    const isLicensed = group.rule.tool !== 'embedded'
    return partsOf(group).map((files, index, { length }) => ({
      id: length === 1 ? id : `${id} ${index + 1}/${length}`,
      group: { ...group, files },
      costMs: costMs * bytesOf({ files }) / bytesOf(group),
      isLicensed
    }))
  })
}

/** Milliseconds per byte: of the sets of the same rule, or of all that were ever made here. */
function ratesOf (
  groups: readonly Group[],
  setCosts: Readonly<Record<string, number>>
): (group: Group) => number {
  const known = groups.filter(group => setCosts[setOf(group)] !== undefined)
  const rate = (some: readonly Group[]): number | undefined =>
    some.length === 0
      ? undefined
      : some.reduce((sum, group) => sum + (setCosts[setOf(group)] ?? 0), 0) /
        some.reduce((sum, group) => sum + bytesOf(group), 0)
  const usual = rate(known) ?? assumedMsPerByte
  const ofRules = new Map<string, number | undefined>()
  return ({ rule: { name } }) => {
    if (!ofRules.has(name)) ofRules.set(name, rate(known.filter(({ rule }) => rule.name === name)))
    return ofRules.get(name) ?? usual
  }
}

function bytesOf ({ files }: Pick<Group, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 1)
}

function partsOf ({ rule: { processor, tool }, files }: Group): Array<Group['files']> {
  const isDivisible = tool === 'embedded' && (processor === 'ccsui' || processor === 'image')
  const count = isDivisible ? Math.max(1, Math.ceil(files.length / filesInUnit)) : 1
  return count === 1
    ? [files]
    : Array.from({ length: count }, (_, index) => files.slice(index * filesInUnit, (index + 1) * filesInUnit))
}

/** Some thousand sets are not dealt to every number of shards that there could be. */
const countStep = 1.05

/**
 * The least number of shards of which none takes longer than that, or than the longest set, which is not cut;
 * where `atMost` does not suffice, the least number of those whose fullest is the shortest.
 */
export function shardCount (units: readonly ShardUnit[], targetMs: number, atMost: number): number {
  const most = Math.max(1, Math.min(atMost, units.length))
  const leastMs = Math.max(targetMs, ...units.map(({ costMs }) => Math.round(costMs)))
  const total = units.reduce((sum, { costMs }) => sum + costMs, 0)
  let best = { count: most, fullestMs: Infinity }
  for (
    let count = Math.max(1, Math.ceil(total / leastMs));
    count < most;
    count = Math.ceil(count * countStep)
  ) {
    const fullestMs = fullestOf(deal(units, count))
    if (fullestMs <= leastMs) return count
    if (fullestMs < best.fullestMs) best = { count, fullestMs }
  }
  return fullestOf(deal(units, most)) < best.fullestMs ? most : best.count
}

/** So much longer may the fullest shard be for sets that stay where they were made before. */
const stayingShare = 1.05

/**
 * The longest first, each to the shard that has least; what is licensed all to the first ones.
 * @param before the shard, from 0, that had each set the last time: its node has looked at the pictures
 */
export function splitUnits (
  units: readonly ShardUnit[],
  count: number,
  before: Readonly<Record<string, number>> = {}
): Shard[] {
  const even = deal(units, count)
  const mostMs = stayingShare * fullestOf(even)
  const staying = deal(units, count, ({ id }) => before[id], mostMs)
  return (fullestOf(staying) <= mostMs ? staying : even).filter(({ sets }) => sets.length > 0)
}

function fullestOf (shards: readonly Shard[]): number {
  return Math.max(0, ...shards.map(({ estimatedMs }) => estimatedMs))
}

function deal (
  units: readonly ShardUnit[],
  count: number,
  placeOf: (unit: ShardUnit) => number | undefined = () => undefined,
  mostMs = 0
): Shard[] {
  const shards = Array.from({ length: count }, (): Shard => ({ sets: [], estimatedMs: 0, licensed: false }))
  const sorted = units.toSorted((a, b) =>
    Number(b.isLicensed) - Number(a.isLicensed) || b.costMs - a.costMs || (a.id < b.id ? -1 : 1)
  )
  const total = units.reduce((sum, { costMs }) => sum + costMs, 0)
  const licensed = units.reduce((sum, { costMs, isLicensed }) => sum + (isLicensed ? costMs : 0), 0)
  // As many as their work fills: each of them needs a seat.
  const seats = licensed === 0 ? 0 : Math.max(1, Math.floor(count * licensed / total))
  for (const unit of sorted) {
    const { id, costMs, isLicensed } = unit
    const open = isLicensed ? shards.slice(0, seats) : shards
    const former = open[placeOf(unit) ?? -1]
    const chosen = former !== undefined && former.estimatedMs + costMs <= mostMs
      ? former
      : open.reduce((a, b) => b.estimatedMs < a.estimatedMs ? b : a)
    chosen.sets.push(id)
    chosen.estimatedMs += costMs
    chosen.licensed ||= isLicensed
  }
  return shards.map(shard => ({ ...shard, estimatedMs: Math.round(shard.estimatedMs) }))
}
