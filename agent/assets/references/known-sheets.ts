import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import type { BuiltRun } from '../actions/processor.js'
import { frameName, isCsiGroup, isTps } from '../atlas/frame-names.js'
import { sheetFormats } from '../atlas/sheets/sheet-formats.js'
import { readSheetFrames } from '../atlas/sheets/sheet-frames.js'
import { stemOf } from '../atlas/sheets/sheet-path.js'
import { isCsi } from '../ccsui/file-names.js'
import { readCsi } from '../ccsui/project/csi-sheet.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'

export interface KnownSheet {
  path: string
  rule: string
  scale: number
  names: string[]
  /** Its names are known only from the finished sheet. */
  isUnplanned: boolean
}

/** Where sources and outputs lie, as absolute paths. */
export interface ProjectPlaces {
  project: string
  output: string
}

/**
 * The sheets of rules that are not built now, with their frames: by the plan where it tells them (all pages
 * of a set as one sheet), as the csi says, and as they were published last where only a finished sheet does,
 * as with a .tps.
 */
export function knownSheets (
  groups: readonly Group[],
  published: BuiltRun['published'],
  { project, output }: ProjectPlaces
): KnownSheet[] {
  const atlases = groups.filter(isGroupOf('atlas'))
  const fromTps = new Set(
    atlases.filter(group => group.files.some(file => isTps(file.path))).map(group => group.rule.name)
  )
  return [
    ...atlases.flatMap(group => isCsiGroup(group) ? csiSheets(group, project) : plannedSheets(group)),
    ...published.filter(file => fromTps.has(file.rule)).flatMap(file => publishedSheet(file, output))
  ]
}

/** The sheets of the rules that a run leaves alone. */
export function sheetsOfOthers (built: BuiltRun, project: string): KnownSheet[] {
  const { groups, published, only, outputFolder } = built
  return only === undefined ? [] : knownSheets(
    groups.filter(group => group.rule.name !== only),
    published.filter(file => file.rule !== only),
    { project, output: outputFolder }
  )
}

function plannedSheets (group: Group<RuleOf<'atlas'>>): KnownSheet[] {
  const { frameName: pattern, scales, format } = group.rule.options
  const names = group.files.filter(file => !isTps(file.path)).map(file => frameName(pattern, group, file))
  if (names.length === 0) return []
  return scales.map(scale => ({
    path: `${stemOf(group, scale)}${sheetFormats[format].extension}`,
    rule: group.rule.name,
    scale,
    names,
    isUnplanned: false
  }))
}

function csiSheets (group: Group<RuleOf<'atlas'>>, project: string): KnownSheet[] {
  const { rule } = group
  return group.files.filter(file => isCsi(file.path)).flatMap(({ path, name }) => {
    const names = csiFrames(join(project, path))
    if (names.length === 0) return []
    const output = posix.join(outputOf(group), name.slice(0, name.lastIndexOf('.')))
    return rule.options.scales.map(scale => ({
      path: `${stemOf({ ...group, rule: { ...rule, output } }, scale)}${
        sheetFormats[rule.options.format].extension
      }`,
      rule: rule.name,
      scale,
      names,
      isUnplanned: false
    }))
  })
}

/** A csi that cannot be read fails the run that builds it. */
function csiFrames (file: string): string[] {
  try {
    return readCsi(file, readFileSync(file)).pictures
  } catch {
    return []
  }
}

function publishedSheet ({ path, rule }: BuiltRun['published'][number], output: string): KnownSheet[] {
  if (!/\.(plist|json)$/.test(path)) return []
  try {
    const sheet = readSheetFrames(path, readFileSync(join(output, path)))
    const scale = Number(/@([\d.]+)x[^/]*$/.exec(path)?.[1] ?? 1)
    return sheet === undefined
      ? []
      : [{ path, rule, scale, names: sheet.frames.map(frame => frame.name), isUnplanned: true }]
  } catch {
    // Gone or changed by hand since: the next whole run makes it anew.
    return []
  }
}
