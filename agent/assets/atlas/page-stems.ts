import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import { actionIds } from './atlas-actions.js'
import { baseName, pageStemOf } from './sheets/sheet-path.js'

/**
 * The output paths of a set's pages, without extension. Throws ATLAS_SEVERAL_PAGES; warns when a set that
 * grew or shrank has other names than in the run before.
 */
export function pageStems (group: AtlasGroup, stem: string, count: number, context: BuildContext): string[] {
  const { pages, pageName } = group.rule.options
  if (pages === 'single' && count > 1) {
    throw new PacklineError('ATLAS_SEVERAL_PAGES', { set: stem, pages: count })
  }
  const isNumbered = pages === 'numbered' || count > 1
  const stems = isNumbered
    ? Array.from({ length: count }, (_, number) => pageStemOf(stem, pageName, number))
    : [stem]
  const before = isNumbered ? stem : pageStemOf(stem, pageName, 0)
  if (pages === 'auto' && context.runner.hadBefore(actionIds.page(before))) {
    context.warn('atlas.pagesRenamed', {
      set: stem,
      before: baseName(before),
      now: stems.map(baseName).join(', ')
    })
  }
  return stems
}
