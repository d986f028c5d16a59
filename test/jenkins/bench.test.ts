import { dirname } from 'node:path'
import t from 'tap'
import { runMavenTests, whyNoMaven } from './maven.js'

const skip = await whyNoMaven()

t.test('the library on Jenkins\'s own engine, with a controller restart after every step', { skip: skip ?? false, timeout: 180_000 }, async t => {
  const tests = await runMavenTests(dirname(new URL(import.meta.url).pathname))
  t.ok(tests.length > 15, `${tests.length} tests ran`)
  for (const { name, failure } of tests) t.equal(failure, undefined, name)
})
