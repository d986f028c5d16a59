// Takes 65 s.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { unpackLastRelease } from './last-release.js'
import { runMavenTests, whyNoMaven } from './maven.js'

// Some twenty seconds on an idle machine with two cores; many times that on a busy one.
t.setTimeout(900_000)
const skip = await whyNoMaven()

t.test("the library on Jenkins's own engine, with a controller restart after every step", {
  skip: skip ?? false,
  timeout: 890_000
}, async t => {
  // Builds packline, which some of the tests run, before their clocks start.
  execFileSync(join(import.meta.dirname, '../../scripts/packline'), ['--version'], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const last = join(t.testdir(), 'last-release')
  const missing = unpackLastRelease(last)
  await t.test('the last release is there to be tried with', { skip: missing ?? false }, async t => {
    t.ok(existsSync(join(last, 'packline')))
  })
  const properties = missing === undefined ? { 'packline.last': last } : {}
  const { tests, reports } = await runMavenTests(import.meta.dirname, properties)
  t.ok(tests.length > 95, `${tests.length} tests ran`)
  for (const { name, failure } of tests) t.equal(failure, undefined, name)

  // A call that the list lacks has failed above.
  const allowed = lines(join(import.meta.dirname, 'sandbox-allow-list.txt'))
  const seen = new Set(lines(join(reports, 'sandbox-seen.txt')))
  t.same(
    allowed.filter(line => !seen.has(line)),
    [],
    "the sandbox's allow-list holds no call that no step makes"
  )
})

function lines (file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
}
