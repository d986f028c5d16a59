// Writes the checks of the larger documents as code: compiling them at every start took a third of its time.
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** For the compiled packline in `folder`, which takes them in place of compiling its schemas itself. */
export async function writeCompiledChecks ({ transform }, folder) {
  const load = async module => await import(pathToFileURL(join(folder, 'config', module)).href)
  const [{ checkedSchemas }, { checkOptions }] = await Promise.all([
    load('checked-schemas.js'),
    load('check-options.js')
  ])
  const ajv = new Ajv({ ...checkOptions, code: { source: true } })
  for (const [name, schema] of Object.entries(checkedSchemas)) ajv.addSchema(schema, name)
  const names = Object.keys(checkedSchemas)
  const checks = standalone.default(ajv, Object.fromEntries(names.map(name => [name, name])))
  // Half the size: it is a megabyte in three files.
  const { code } = await transform(checks, { minify: true, target: 'node20' })
  writeFileSync(join(folder, 'config/compiled-checks.cjs'), code)
}
