import { join } from 'node:path'
import t from 'tap'
import { jobEnvironment, jobNodeFlags } from './job-environment.js'
import { jobRedactor } from './job-redactor.js'

t.test('a job works with the configuration, the home and the name of its agent, and knows their secrets', async t => {
  const folder = t.testdir({
    secret: 'farm-canary',
    'agent.json': '{"jenkins":{"tokenFile":"secret"}}',
    game: {
      'packline.json': '{"packages":{"signing":{"store":{"password":"env:STORE"}}}}',
      bad: { 'packline.json': '{' }
    }
  })
  const agent = {
    configFile: join(folder, 'agent.json'),
    home: '/home/farm',
    device: 'mac-01',
    environment: { PATH: '/bin', STORE: 'store-canary', PACKLINE_CONFIG: 'other.json' }
  }

  const environment = jobEnvironment(agent)

  t.same(environment, {
    PATH: '/bin',
    STORE: 'store-canary',
    PACKLINE_CONFIG: agent.configFile,
    PACKLINE_HOME: '/home/farm',
    PACKLINE_DEVICE_ID: 'mac-01',
    PACKLINE_JOB: 'accepted'
  })
  t.same(jobEnvironment({ ...agent, configFile: join(folder, 'none.json'), environment: {} }), {
    PACKLINE_HOME: '/home/farm',
    PACKLINE_DEVICE_ID: 'mac-01',
    PACKLINE_JOB: 'accepted'
  }, 'without a file everything is the default')
  t.equal(
    (await jobRedactor(environment, join(folder, 'game'))).text('farm-canary store-canary'),
    '[redacted] [redacted]'
  )
  t.equal(
    (await jobRedactor(environment, join(folder, 'game/bad'))).text('farm-canary store-canary'),
    '[redacted] store-canary',
    'a broken file is for the job to tell of'
  )
})

t.test('a job gets the flags of its agent but the one that keeps an agent small', async t => {
  t.same(jobNodeFlags(['--import=./register.mjs', '--max-semi-space-size=2']), ['--import=./register.mjs'])
})
