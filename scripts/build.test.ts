import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'

t.test('the compiled packline starts a tool under its guard', async t => {
  const environment = { PATH: process.env.PATH, PACKLINE_HOME: t.testdir(), PACKLINE_DEVICE_ID: 'host', HOME: process.env.HOME }
  const output = execFileSync(join(import.meta.dirname, 'packline'), ['licence', 'run', 'texturepacker', '--', 'echo', 'granted'], { encoding: 'utf8', env: environment })
  t.equal(output, 'granted\n')
})
