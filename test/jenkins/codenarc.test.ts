// Takes 18 s.
import { join } from 'node:path'
import t from 'tap'
import { runMavenTests, whyNoMaven } from './maven.js'

t.setTimeout(600_000)
const skip = await whyNoMaven()

t.test("the library's Groovy under CodeNarc", { skip: skip ?? false, timeout: 590_000 }, async t => {
  const { tests } = await runMavenTests(join(import.meta.dirname, 'codenarc'))
  t.ok(tests.length >= 4, `${tests.length} tests ran`)
  for (const { name, failure } of tests) t.equal(failure, undefined, name)
})
