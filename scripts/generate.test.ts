import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { generatedFiles } from './generate.js'

for (const [path, text] of Object.entries(await generatedFiles())) {
  t.test(`${path} is up to date (npm run generate)`, async t => {
    t.equal(readFileSync(join(import.meta.dirname, '..', path), 'utf8'), text)
  })
}
