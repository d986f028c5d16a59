import { atlasOptionsSchema } from '../config/atlas-rule-schema.js'
import type { AtlasOptions } from '../config/atlas-rule-schema.js'
import { schemaCheck } from '../config/validate.js'

/** One set outside of any project keeps no layout. */
const { layout: _layout, layoutFile: _file, minEfficiency: _minimum, ...fields } =
  atlasOptionsSchema.properties

const check = schemaCheck<Partial<AtlasOptions>>({
  ...atlasOptionsSchema,
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      Object.fromEntries(Object.entries(field).filter(([key]) => key !== 'default'))
    ])
  )
})

/** Options of an atlas rule, each as NAME=VALUE; a value is JSON, or text. Throws CONFIG_INVALID. */
export function atlasOptionsOf (given: readonly string[] = []): Partial<AtlasOptions> {
  // Making the check takes longer than a small set does.
  if (given.length === 0) return {}
  const pairs = given.map(each => {
    const [name = '', ...rest] = each.split('=')
    return [name, valueOf(rest.join('='))] as const
  })
  return check('--option', Object.fromEntries(pairs))
}

function valueOf (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
