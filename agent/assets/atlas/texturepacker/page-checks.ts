import { PacklineError } from '../../../errors.js'
import { phrase } from '../../../messages/phrase.js'

/**
 * Throws TEXTUREPACKER_FAILED unless the names of descriptions are those of `template`: the one that it is,
 * or for each variant ({v}) the numbers ({n}) from 0 on.
 */
export function checkPageNames (set: string, template: string, names: readonly string[]): void {
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace('{v}', '(?<variant>.*)').replace(
    '{n}',
    '(?<number>0|[1-9]\\d*)'
  )
  const variants = new Map<string, Set<number>>()
  for (const name of names) {
    const match = new RegExp(`^${pattern}$`, 's').exec(name)
    if (match === null) throw wrongName(set, name, template)
    const { variant = '', number = '0' } = match.groups ?? {}
    const numbers = variants.get(variant) ?? new Set()
    variants.set(variant, numbers.add(Number(number)))
  }
  for (const [variant, numbers] of variants) {
    const missing = [...numbers].findIndex((_, number) => !numbers.has(number))
    if (missing === -1) continue
    throw wrongName(
      set,
      names.join(', '),
      template.replace('{v}', variant).replace('{n}', String(missing))
    )
  }
}

/** Throws ATLAS_SEVERAL_PAGES for descriptions of more than one page, where the rule allows one. */
export function checkSinglePage (set: string, names: readonly string[], hasVariants: boolean): void {
  if (!hasVariants && names.length > 1) {
    throw new PacklineError('ATLAS_SEVERAL_PAGES', { set, pages: names.length })
  }
}

function wrongName (set: string, written: string, expected: string): PacklineError {
  return new PacklineError('TEXTUREPACKER_FAILED', {
    set,
    reason: phrase('tps.wrote', { written, expected })
  })
}
