import type { ProjectFile } from '../../config/project-schema.js'
import type { Rule } from '../../config/rule-schema.js'
import type { Variants, VariantSettings } from '../../config/variant-schema.js'

/** The values that a rule is built for; it has none of a dimension that its paths do not name. */
export interface Variant {
  platform?: string
  language?: string
  quality?: string
}

export interface RuleVariant {
  rule: Rule
  variant: Variant
}

/** Every rule once for each combination of the values that its paths name. */
export function variantsOf ({ rules, variants }: ProjectFile['assets']): RuleVariant[] {
  return rules.flatMap(rule => {
    const paths = [...rule.include, rule.output ?? '', textsOf(rule)]
    const combinations = dimensionsOf(variants).reduce<Variant[]>(
      (known, { dimension, values }) =>
        paths.some(path => path.includes(`{${dimension}}`))
          ? known.flatMap(variant => values.map(value => ({ ...variant, [dimension]: value })))
          : known,
      [{}]
    )
    return combinations.map(variant => ({ rule: ruleFor(rule, variant, variants), variant }))
  })
}

/** Whether a game that loads one of them may load the other: both have one value in every dimension. */
export function mayMeet (a: Variant, b: Variant): boolean {
  const dimensions = ['platform', 'language', 'quality'] as const
  return dimensions.every(each => a[each] === undefined || b[each] === undefined || a[each] === b[each])
}

function textsOf ({ options }: Rule): string {
  return 'texts' in options ? options.texts ?? '' : ''
}

function dimensionsOf (
  variants: Variants | undefined
): Array<{ dimension: keyof Variant, values: string[] }> {
  return [
    { dimension: 'platform', values: Object.keys(variants?.platforms ?? {}) },
    { dimension: 'language', values: variants?.languages ?? [] },
    { dimension: 'quality', values: Object.keys(variants?.qualities ?? {}) }
  ]
}

function ruleFor (rule: Rule, variant: Variant, variants: Variants | undefined): Rule {
  if (Object.keys(variant).length === 0) return rule
  const filled = (text: string): string =>
    Object.entries(variant).reduce((sum, [dimension, value]) => sum.replaceAll(`{${dimension}}`, value), text)
  const platform = variant.platform === undefined ? {} : variants?.platforms[variant.platform]
  const quality = variant.quality === undefined ? {} : variants?.qualities[variant.quality]
  // Art of its own for each quality has its size already.
  const { scale, ...unscaled } = quality ?? {}
  const settings = [platform, rule.include.some(path => path.includes('{quality}')) ? unscaled : quality]
  return {
    ...rule,
    include: rule.include.map(filled),
    exclude: rule.exclude.map(filled),
    ...rule.output !== undefined && { output: filled(rule.output) },
    options: settings.reduce<object>(
      (options, each) => withSettings(rule.processor, options, each, filled),
      rule.options
    )
  } as Rule
}

/** Only what the rule's tool knows is taken over. */
function withSettings (
  processor: Rule['processor'],
  options: object,
  settings: VariantSettings | undefined,
  filled: (text: string) => string
): object {
  const known = Object.entries(settingsFor(processor, settings)).filter(([option]) => option in options)
  return {
    ...options,
    ...Object.fromEntries(known),
    ...settings?.scale !== undefined && 'scales' in options && { scales: [settings.scale] },
    ...'layoutFile' in options && { layoutFile: filled(String(options.layoutFile)) },
    ...'texts' in options && { texts: filled(String(options.texts)) }
  }
}

/** A csd names its sheets as plists, whatever the other atlases of a variant are. */
function settingsFor (processor: Rule['processor'], settings: VariantSettings | undefined): object {
  if (processor === 'image') return settings?.image ?? {}
  if (processor === 'atlas') return settings?.atlas ?? {}
  if (processor !== 'cocos-publish') return {}
  const { format, ...others } = settings?.atlas ?? {}
  return { ...others, ...format !== undefined && format !== 'json' && { format } }
}
