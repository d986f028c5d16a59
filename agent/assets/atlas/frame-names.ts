import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import { namesCsi } from '../sources/companion-files.js'
import type { Group } from '../sources/group.js'
import type { SourceFile } from '../sources/source-file.js'
import { mayMeet } from '../sources/variants.js'
import type { Variant } from '../sources/variants.js'

type AtlasGroup = Group<RuleOf<'atlas'>>

/** The name under which the game asks for a sprite. */
export function frameName (pattern: string, group: Group, file: SourceFile): string {
  if (pattern === '{path}') return file.name
  let name = ''
  for (const part of partsOf(pattern)) {
    if (part === '{path}') name += file.name
    else if (part === '{name}') name += stemOf(file.name)
    else if (part === '{dir}') name += group.dir
    else name += part
  }
  return name
}

/** Patterns are few, and each names thousands of sprites. */
const knownParts = new Map<string, readonly string[]>()

function partsOf (pattern: string): readonly string[] {
  const known = knownParts.get(pattern)
  if (known !== undefined) return known
  const parts = pattern.split(/(\{(?:path|name|dir)\})/)
  knownParts.set(pattern, parts)
  return parts
}

/** A file's name without folders and without its last extension. */
function stemOf (path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(0, dot) : base
}

/** A TexturePacker project: what it packs under which names is known only when it was packed. */
export function isTps (path: string): boolean {
  return /\.tps$/i.test(path)
}

/** Who has a frame name: the file that it comes from, and when a game loads its sheet. */
interface FrameOwner {
  source: string
  scale: number
  variant: Variant
  /** Of a set that is never loaded together with others that have its names. */
  alone?: string
}

/**
 * Frame names are unique over all that a game loads together: its cache skips a second one without a word.
 * The same file under the same name is the same frame.
 */
export function checkFrameNames (groups: readonly AtlasGroup[]): PacklineError[] {
  if (areNamesUnique(groups)) return []
  return [...plannedFrames(groups)].flatMap(([name, owners]) => {
    const repeated = owners.filter(owner => owners.some(other => meets(owner, other)))
    return repeated.length === 0 ? [] : [duplicate(name, repeated)]
  })
}

/** Whether no two files have one name, which is quickly seen and mostly so. */
function areNamesUnique (groups: readonly AtlasGroup[]): boolean {
  const names = new Set<string>()
  let count = 0
  for (const group of groups) {
    if (isCsiGroup(group)) continue
    for (const file of group.files) {
      if (isTps(file.path)) continue
      names.add(frameName(group.rule.options.frameName, group, file))
      count++
    }
  }
  return names.size === count
}

/** Frames that were not known before their sheet was made, and the file that they come from. */
export interface UnplannedFrames extends Pick<FrameOwner, 'source' | 'scale' | 'variant'> {
  names: readonly string[]
}

/** The same for frames that are known only from finished sheets, against all others. */
export function repeatedFrames (
  groups: readonly AtlasGroup[],
  built: readonly UnplannedFrames[]
): PacklineError[] {
  if (built.length === 0) return []
  const known = plannedFrames(groups)
  const repeated = new Map<string, FrameOwner[]>()
  for (const { names, ...owner } of built) {
    for (const name of names) {
      const owners = known.get(name) ?? []
      const others = owners.filter(other => meets(owner, other))
      if (others.length > 0) repeated.set(name, [...repeated.get(name) ?? [], ...others, owner])
      known.set(name, [...owners, owner])
    }
  }
  return [...repeated].map(([name, owners]) => duplicate(name, owners))
}

/** Sheets of Cocos Studio say themselves which pictures they hold. */
export function isCsiGroup ({ rule }: Pick<AtlasGroup, 'rule'>): boolean {
  return rule.include.some(namesCsi)
}

/** The owners of each frame name. */
function plannedFrames (groups: readonly AtlasGroup[]): Map<string, FrameOwner[]> {
  const known = new Map<string, FrameOwner[]>()
  for (const group of groups) {
    // A picture in two of those has one name, and is the same picture.
    if (isCsiGroup(group)) continue
    const { id, rule: { options }, variant = {} } = group
    for (const file of group.files) {
      if (isTps(file.path)) continue
      const name = frameName(options.frameName, group, file)
      const owners = known.get(name)
      const own = options.scales.map(scale => ({
        source: file.path,
        scale,
        variant,
        ...options.frameScope === 'set' && { alone: id }
      }))
      if (owners === undefined) known.set(name, own)
      else owners.push(...own)
    }
  }
  return known
}

/** Whether a game may come to know both under one name. Sets of two scales are not loaded together. */
function meets (a: FrameOwner, b: FrameOwner): boolean {
  if (a.source === b.source || !mayMeet(a.variant, b.variant)) return false
  if ((a.alone ?? b.alone) !== undefined && a.alone !== b.alone) return false
  return a.scale === b.scale || a.variant.quality !== undefined || b.variant.quality !== undefined
}

function duplicate (frame: string, owners: readonly FrameOwner[]): PacklineError {
  return new PacklineError('ATLAS_DUPLICATE_FRAME', {
    frame,
    files: [...new Set(owners.map(({ source }) => source))].join(', ')
  })
}
