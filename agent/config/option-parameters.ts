import { isJsonObject } from '../json-object.js'
import type { ParameterValue } from './parameter-schema.js'
import { mistake, oneOfKnown } from './validate.js'
import type { Mistake } from './validate.js'

export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** A place of an option that has a parameter's value. */
export interface OptionParameter {
  name: string
  /** As `assets.rules[0].options.maxSize`. */
  path: string
  /** The rule that it belongs to; all rules of a processor where a variant says it. */
  rule?: string
}

interface Resolved {
  /** The document with values in place of parameters: itself where there are none. */
  document: unknown
  used: OptionParameter[]
  mistakes: Mistake[]
}

/**
 * Puts the values of parameters into the options of rules and variants; of those that `values` has none of,
 * their defaults. The document has not been checked yet: a declaration that is wrong is for its check to
 * tell.
 */
export function withOptionParameters (document: unknown, values: ParameterValues): Resolved {
  const used: OptionParameter[] = []
  const mistakes: Mistake[] = []
  if (!isJsonObject(document) || !isJsonObject(document.assets)) return { document, used, mistakes }
  const declared = isJsonObject(document.parameters) ? document.parameters : {}
  const replaced = (value: unknown, path: string, rule: string | undefined): unknown => {
    if (Array.isArray(value)) return value.map((each, index) => replaced(each, `${path}[${index}]`, rule))
    if (!isJsonObject(value)) return value
    const { parameter: name, ...others } = value
    if (typeof name !== 'string' || Object.keys(others).length > 0) {
      return mapped(value, path, (each, below) => replaced(each, below, rule))
    }
    const found = Object.hasOwn(declared, name) ? declared[name] : undefined
    const wrong = referenceMistake(name, found, path, Object.keys(declared))
    if (wrong !== undefined) mistakes.push(wrong)
    else used.push({ name, path, ...rule !== undefined && { rule } })
    const fallback = isJsonObject(found) ? found.default : undefined
    return Object.hasOwn(values, name) ? values[name] : fallback
  }
  const { rules, variants } = document.assets
  const assets = {
    ...document.assets,
    ...Array.isArray(rules) && {
      rules: rules.map((rule: unknown, index) =>
        isJsonObject(rule) && isJsonObject(rule.options)
          ? {
            ...rule,
            options: mapped(rule.options, `assets.rules[${index}].options`, (value, path) =>
              replaced(
                value,
                path,
                String(rule.name)
              ))
          }
          : rule
      )
    },
    ...isJsonObject(variants) && {
      variants: mapped(variants, 'assets.variants', (value, path) => replaced(value, path, undefined))
    }
  }
  return { document: used.length === 0 ? document : { ...document, assets }, used, mistakes }
}

function mapped (
  object: Record<string, unknown>,
  path: string,
  change: (value: unknown, path: string) => unknown
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, change(value, `${path}.${name}`)])
  )
}

function referenceMistake (
  name: string,
  declared: unknown,
  path: string,
  known: readonly string[]
): Mistake | undefined {
  const place = `${path}.parameter`
  if (declared === undefined) return mistake(place, name, oneOfKnown('config.parameter', name, known))
  return isJsonObject(declared) && declared.stage === 'cd'
    ? mistake(place, name, 'config.parameterOfBuilds')
    : undefined
}

/** The names that options have values of, each once, in the order of the alphabet. */
export function usedNames (used: readonly OptionParameter[]): string[] {
  return [...new Set(used.map(({ name }) => name))].toSorted()
}

/** The options by the names of their parameters, as people call them: `units.maxSize`. */
export function usesByName (used: readonly OptionParameter[]): Record<string, string[]> {
  const uses = new Map<string, string[]>()
  for (const { name, path, rule } of used) {
    const option = path.replace(/^assets\.(?:rules\[\d+\]\.options\.)?/, '')
    uses.set(name, [...uses.get(name) ?? [], rule === undefined ? option : `${rule}.${option}`])
  }
  return Object.fromEntries(uses)
}
