import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import { namesCsi } from '../sources/companion-files.js'
import type { Group } from '../sources/group.js'
import type { SourceFile } from '../sources/source-file.js'

type AtlasGroup = Group<RuleOf<'atlas'>>

/** The name under which the game asks for a sprite. */
export function frameName (pattern: string, group: Group, file: SourceFile): string {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  const values = new Map([
    ['{path}', file.name],
    ['{name}', dot > 0 ? base.slice(0, dot) : base],
    ['{dir}', group.dir]
  ])
  return pattern.replace(/\{(?:path|name|dir)\}/g, placeholder => values.get(placeholder) ?? placeholder)
}

/** A TexturePacker project: what it packs under which names is known only when it was packed. */
export function isTps (path: string): boolean {
  return /\.tps$/i.test(path)
}

/**
 * Frame names are unique over all sheets of a project and scale: the game's cache skips a second one without
 * a word.
 */
export function checkFrameNames (groups: readonly AtlasGroup[]): PacklineError[] {
  return [...plannedFrames(groups)]
    .flatMap(([key, files]) => files.length > 1 ? [[key, files] as const] : [])
    .map(duplicate)
    .filter(isFirst())
}

/** Frames that were not known before their sheet was made, and the file that they come from. */
export interface UnplannedFrames {
  source: string
  scale: number
  names: readonly string[]
}

/** The same for frames that are known only from finished sheets, against all others. */
export function repeatedFrames (
  groups: readonly AtlasGroup[],
  built: readonly UnplannedFrames[]
): PacklineError[] {
  if (built.length === 0) return []
  const owners = plannedFrames(groups)
  const repeated = built.flatMap(({ source, scale, names }) =>
    names.flatMap(name => {
      const key = `${scale}\0${name}`
      const files = owners.get(key)
      if (files === undefined) owners.set(key, [source])
      else if (!files.includes(source)) {
        files.push(source)
        return [[key, files] as const]
      }
      return []
    })
  )
  return repeated.map(duplicate).filter(isFirst())
}

/** Sheets of Cocos Studio say themselves which pictures they hold. */
export function isCsiGroup ({ rule }: Pick<AtlasGroup, 'rule'>): boolean {
  return rule.include.some(namesCsi)
}

/** The files behind each scale and frame name. */
function plannedFrames (groups: readonly AtlasGroup[]): Map<string, string[]> {
  const owners = new Map<string, string[]>()
  for (const group of groups) {
    // A picture in two of those has one name, and is the same picture.
    if (isCsiGroup(group)) continue
    const { options } = group.rule
    for (const file of group.files) {
      if (isTps(file.path)) continue
      const name = frameName(options.frameName, group, file)
      for (const scale of options.scales) {
        const key = `${scale}\0${name}`
        const files = owners.get(key)
        if (files === undefined) owners.set(key, [file.path])
        else files.push(file.path)
      }
    }
  }
  return owners
}

function duplicate ([key, files]: readonly [string, readonly string[]]): PacklineError {
  return new PacklineError('ATLAS_DUPLICATE_FRAME', {
    frame: key.slice(key.indexOf('\0') + 1),
    files: [...new Set(files)].join(', ')
  })
}

/** One error a frame, not one for each of its scales. */
function isFirst (): (error: PacklineError) => boolean {
  const told = new Set<unknown>()
  return ({ details: { frame } }) => !told.has(frame) && told.add(frame).has(frame)
}
