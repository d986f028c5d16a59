import { phrase, type Wording } from '../../messages/phrase.js'
import type { OptionParameters } from '../sources/project-scan.js'

/** Which parameters of a rule's options have other values than in the run before, as reasons. */
export function changedParameters (
  before: OptionParameters | undefined,
  now: OptionParameters | undefined
): (rule: string) => Wording[] {
  return rule => {
    // Options of a variant are those of every rule.
    const used = now?.used.filter(each => (each.rule ?? rule) === rule) ?? []
    return [...new Set(used.map(({ name }) => name))].flatMap(name => {
      const [old, current] = [before?.values[name], now?.values[name]]
      return old === undefined || current === undefined || old === current
        ? []
        : [phrase('why.parameter', { name, before: JSON.stringify(old), after: JSON.stringify(current) })]
    })
  }
}
