import t from 'tap'
import { TapOutput } from './tap-output.js'

function read (text: string) {
  const events: string[] = []
  const output = new TapOutput({
    file: (name, isOk, durationMs) => events.push(`file ${name} ${isOk} ${durationMs}`),
    skip: (path, name) => events.push(`skip ${[...path, name].join(' > ')}`),
    failure: (path, name, lines) => events.push(`failure ${[...path, name].join(' > ')}: ${lines.join('|')}`)
  })
  for (const line of text.split('\n')) output.line(line)
  return { events, output }
}

t.test('a failure is told with its reason before the next line is read', async t => {
  const { events } = read(`# Subtest: a.test.ts
    # Subtest: adds
        ok 1 - fine
        not ok 2 - one is two
          ---
          diff: |
            -2
            +1
          ...`)
  t.same(events, [
    'failure a.test.ts > adds > one is two:           diff: ||            -2|            +1'
  ])
})

t.test('assertions count, not the subtests and files around them', async t => {
  const { events, output } = read(`# Subtest: a.test.ts
    # Subtest: adds
        ok 1 - fine
        not ok 2 - one is two
        ok 3 - later # SKIP no Debian here
        ok 4 - some day # TODO
        1..4
    not ok 1 - adds # time=7.5ms
      ---
      at: somewhere
      ...
    1..1
not ok 1 - a.test.ts # time=5026.5ms
  ---
  exitCode: 1
  ...
# Subtest: b.test.ts
    ok 1 - fine
    1..1
ok 2 - b.test.ts # time=1ms
`)
  t.same(output.counts, { passed: 3, failed: 1, skipped: 1 })
  t.same(events.filter(event => !event.startsWith('failure')), [
    'skip a.test.ts > adds > later # SKIP no Debian here',
    'file a.test.ts false 5026.5',
    'file b.test.ts true 1'
  ])
})

t.test('a file that ends badly with no failed assertion is a failure, also after others failed', async t => {
  const { events, output } = read(`# Subtest: a.test.ts
    not ok 1 - fine
    1..1
not ok 1 - a.test.ts # time=1ms
# Subtest: c.test.ts
    1..0 # no tests found
not ok 2 - c.test.ts # time=3.5ms
  ---
  exitCode: 3
  ...
not ok 3 - timeout!
  ---
  expired: a.test.ts
  ...
`)
  output.end()
  t.same(output.counts, { passed: 0, failed: 3, skipped: 0 })
  t.same(events.filter(event => event.startsWith('failure')), [
    'failure a.test.ts > fine: ',
    'failure c.test.ts:   exitCode: 3',
    'failure timeout!:   expired: a.test.ts'
  ])
})
