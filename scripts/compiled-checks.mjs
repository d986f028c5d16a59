// Writes the checks of the larger documents as code: compiling them at every start took a third of its time.
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Keywords that hold a value, of which nothing belongs to the schema. */
const ofValues = new Set(['const', 'default', 'enum'])
/** What a check remembers of the mistake that it ends with. */
const mistake = /\bvalidate\d+\.errors = \[\{.*?\}\];(?=return false;)/g

/**
 * For the compiled packline in `folder`: checks that only say whether a document is right, and fill in its
 * defaults. What is wrong is found by the schema itself; the code that tells it would be a megabyte more, which
 * every start reads.
 */
export async function writeCompiledChecks ({ transform }, folder) {
  const load = async module => await import(pathToFileURL(join(folder, 'config', module)).href)
  const [{ checkedSchemas }, { checkOptions }] = await Promise.all([
    load('checked-schemas.js'),
    load('check-options.js')
  ])
  const ajv = new Ajv({
    ...checkOptions,
    allErrors: false,
    verbose: false,
    messages: false,
    code: { source: true }
  })
  for (const [name, schema] of Object.entries(checkedSchemas)) ajv.addSchema(withoutTexts(schema), name)
  const names = Object.keys(checkedSchemas)
  const checks = standalone.default(ajv, Object.fromEntries(names.map(name => [name, name])))
  const { code } = await transform(checks.replaceAll(mistake, ''), { minify: true, target: 'node20' })
  writeFileSync(join(folder, 'config/compiled-checks.cjs'), code)
}

function withoutTexts (part) {
  if (Array.isArray(part)) return part.map(withoutTexts)
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object
      .entries(part)
      // A field may have such a name too, and is an object then.
      .filter(([key, value]) => typeof value !== 'string' || key !== 'description' && key !== 'title')
      .map(([key, value]) => [key, ofValues.has(key) ? value : withoutTexts(value)])
  )
}
