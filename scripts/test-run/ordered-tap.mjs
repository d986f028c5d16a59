// tap as the tests get it. Its `testdir()` removes the folder before it calls a teardown when the first teardown
// of that test was asked for later, and what a test closes then still writes there. One that is asked for before
// each test's body turns that round: teardowns first, whatever the order in which a test or its helpers asks.
import t from 'tap'

const first = t => {
  t.teardown(() => {})
}
first(t)
t.beforeEach(first)

export * from 'tap'
export { t as default }
