import type { RuleOf } from '../../config/rule-schema.js'
import type { Serializer } from './file-names.js'

/** What a rule's csd are published as; external tools make csb. */
export function serializerOfRule ({ options }: RuleOf<'ccsui'>): Serializer {
  return 'serializer' in options ? options.serializer : 'csb'
}
