import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import type { BuiltRun } from '../actions/processor.js'
import { frameName, isTps } from '../atlas/frame-names.js'
import { sheetFormats } from '../atlas/sheets/sheet-formats.js'
import { readSheetFrames } from '../atlas/sheets/sheet-frames.js'
import { stemOf } from '../atlas/sheets/sheet-path.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'

export interface KnownSheet {
  path: string
  rule: string
  scale: number
  names: string[]
  isPlanned: boolean
}

/**
 * The sheets of rules that are not built now, with their frames: by the plan where it tells them (all pages
 * of a set as one sheet), and as they were published last where only a finished sheet does, as with a .tps.
 */
export function knownSheets (
  groups: readonly Group[],
  published: BuiltRun['published'],
  output: string
): KnownSheet[] {
  const atlases = groups.filter(isGroupOf('atlas'))
  const fromTps = new Set(
    atlases.filter(group => group.files.some(file => isTps(file.path))).map(group => group.rule.name)
  )
  return [
    ...atlases.flatMap(plannedSheets),
    ...published.filter(file => fromTps.has(file.rule)).flatMap(file => publishedSheet(file, output))
  ]
}

/** The sheets of the rules that a run leaves alone. */
export function sheetsOfOthers ({ groups, published, only, outputFolder }: BuiltRun): KnownSheet[] {
  return only === undefined ? [] : knownSheets(
    groups.filter(group => group.rule.name !== only),
    published.filter(file => file.rule !== only),
    outputFolder
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
    isPlanned: true
  }))
}

function publishedSheet ({ path, rule }: BuiltRun['published'][number], output: string): KnownSheet[] {
  if (!/\.(plist|json)$/.test(path)) return []
  try {
    const sheet = readSheetFrames(path, readFileSync(join(output, path)))
    const scale = Number(/@([\d.]+)x[^/]*$/.exec(path)?.[1] ?? 1)
    return sheet === undefined
      ? []
      : [{ path, rule, scale, names: sheet.frames.map(frame => frame.name), isPlanned: false }]
  } catch {
    // Gone or changed by hand since: the next whole run makes it anew.
    return []
  }
}
