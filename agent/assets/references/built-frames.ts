import type { BuiltRun } from '../actions/processor.js'
import { repeatedFrames } from '../atlas/frame-names.js'
import type { UnplannedFrames } from '../atlas/frame-names.js'
import { isGroupOf } from '../sources/group.js'
import { throwAll } from '../actions/throw-all.js'

/** Throws ATLAS_DUPLICATE_FRAME for frames that only finished sheets tell and that another sheet has too. */
export async function checkBuiltFrames (built: BuiltRun, project: string): Promise<void> {
  const own = built.outputs.flatMap(({ group: { variant = {} }, output: { sheet } }): UnplannedFrames[] =>
    sheet?.unplanned === undefined ? [] : [{ ...sheet.unplanned, variant, names: sheet.frames }]
  )
  const all = [...own, ...await unplannedOfOthers(built, project)]
  throwAll(repeatedFrames(built.groups.filter(isGroupOf('atlas')), all))
}

async function unplannedOfOthers (built: BuiltRun, project: string): Promise<UnplannedFrames[]> {
  if (built.only === undefined) return []
  const { sheetsOfOthers } = await import('./known-sheets.js')
  return sheetsOfOthers(built, project)
    .filter(sheet => sheet.isUnplanned)
    .map(({ rule, scale, names }) => ({ source: rule, scale, variant: {}, names }))
}
