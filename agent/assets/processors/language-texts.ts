import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import type { NodeText, TextGaps } from '../ccsui/export-options.js'
import type { Group } from '../sources/group.js'

/** The texts that a rule's csd have in the language that it is built for. */
export interface LanguageTexts {
  /** By the csd's path below the folder cocosstudio. */
  of: (csd: string) => readonly NodeText[]
  note: (gaps: TextGaps) => void
  /** One warning for all gaps, when everything is exported. */
  tell: () => void
}

/** Undefined for a rule that leaves the csd their own texts. Throws CCSUI_NO_TEXTS, and as a table does. */
export async function languageTexts (
  { rule, beside = [] }: Pick<Group<RuleOf<'ccsui'> | RuleOf<'cocos-publish'>>, 'rule' | 'beside'>,
  context: BuildContext
): Promise<LanguageTexts | undefined> {
  const file = 'texts' in rule.options ? rule.options.texts : undefined
  if (file === undefined) return undefined
  const source = beside.find(({ path }) => path === file)
  if (source === undefined) throw new PacklineError('CCSUI_NO_TEXTS', { rule: rule.name, file })
  const { readTextTable } = await import('../ccsui/texts/text-table.js')
  const { textsByCsd } = await import('../ccsui/texts/translated-csd.js')
  const byCsd = textsByCsd(readTextTable(file, await context.readSource(source)))
  const sum: TextGaps = { missing: 0, changed: 0, stale: 0 }
  const asked = new Set<string>()
  return {
    of: csd => {
      asked.add(csd)
      return byCsd.get(csd) ?? []
    },
    note: gaps => {
      for (const gap of ['missing', 'changed', 'stale'] as const) sum[gap] += gaps[gap]
    },
    tell: () => {
      const ofOthers = [...byCsd].filter(([csd]) => !asked.has(csd)).flatMap(([, texts]) => texts)
      const stale = sum.stale + ofOthers.length
      if (sum.missing + sum.changed + stale === 0) return
      context.warn('ccsui.textGaps', { ...sum, stale, file })
    }
  }
}
