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
/** For rules that never ran here: 4 MB of sources in a second. */
const assumedMsPerByte = 1 / 4000

/** @param ruleCosts what the results of each rule took in the last run */
export function shardUnits (
  groups: readonly Group[],
  ruleCosts: Readonly<Record<string, number>>
): ShardUnit[] {
  const bytesOf = ({ files }: Pick<Group, 'files'>): number => files.reduce((sum, { size }) => sum + size, 1)
  const ruleBytes = new Map<string, number>()
  for (const group of groups) {
    const { name } = group.rule
    ruleBytes.set(name, (ruleBytes.get(name) ?? 0) + bytesOf(group))
  }
  const rates = Object.entries(ruleCosts).flatMap(([name, costMs]) => {
    const bytes = ruleBytes.get(name)
    return bytes === undefined ? [] : [[name, costMs / bytes] as const]
  })
  const usual = rates.length === 0
    ? assumedMsPerByte
    : rates.reduce((sum, [, rate]) => sum + rate, 0) / rates.length
  const known = new Map(rates)
  return groups.filter(({ rule }) => rule.processor !== 'copy').flatMap(partsOf).map(([id, group]) => ({
    id,
    group,
    costMs: bytesOf(group) * (known.get(group.rule.name) ?? usual),
    isLicensed: group.rule.tool !== 'embedded'
  }))
}

function partsOf (group: Group): Array<readonly [id: string, part: Group]> {
  const { processor, tool } = group.rule
  const isDivisible = tool === 'embedded' && (processor === 'ccsui' || processor === 'image')
  const count = isDivisible ? Math.ceil(group.files.length / filesInUnit) : 1
  if (count < 2) return [[group.id, group]]
  return Array.from({ length: count }, (_, index) =>
    [
      `${group.id} ${index + 1}/${count}`,
      { ...group, files: group.files.slice(index * filesInUnit, (index + 1) * filesInUnit) }
    ] as const)
}

/** The longest first, each to the shard that has least; what is licensed all to the first ones. */
export function splitUnits (units: readonly ShardUnit[], count: number): Shard[] {
  const shards = Array.from({ length: count }, (): Shard => ({ sets: [], estimatedMs: 0, licensed: false }))
  const sorted = units.toSorted((a, b) =>
    Number(b.isLicensed) - Number(a.isLicensed) || b.costMs - a.costMs || (a.id < b.id ? -1 : 1)
  )
  const total = units.reduce((sum, { costMs }) => sum + costMs, 0)
  const licensed = units.reduce((sum, { costMs, isLicensed }) => sum + (isLicensed ? costMs : 0), 0)
  // As many as their work fills: each of them needs a seat.
  const seats = licensed === 0 ? 0 : Math.max(1, Math.floor(count * licensed / total))
  for (const { id, costMs, isLicensed } of sorted) {
    const open = isLicensed ? shards.slice(0, seats) : shards
    const least = open.reduce((a, b) => b.estimatedMs < a.estimatedMs ? b : a)
    least.sets.push(id)
    least.estimatedMs += costMs
    least.licensed ||= isLicensed
  }
  return shards.filter(({ sets }) => sets.length > 0).map(shard => ({
    ...shard,
    estimatedMs: Math.round(shard.estimatedMs)
  }))
}
