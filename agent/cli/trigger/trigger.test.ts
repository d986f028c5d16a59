// Takes 12 s.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { plainEnvironment, TestRepository } from '../../trigger/testing/repositories.js'

const root = join(import.meta.dirname, '../../..')
const projectFile =
  '{"project":"dk","assets":{"rules":[{"name":"sound","processor":"copy","include":["sound/**"],"output":"sound"}]}}'

function start (
  t: Test
): {
  origin: TestRepository
  home: string
  packline: (
    ...args: string[]
  ) => { status: number | null, stdout: string, stderr: string, json: () => Record<string, any> }
} {
  const folder = t.testdir()
  const origin = new TestRepository(join(folder, 'origin.git'))
  const home = join(folder, 'home')
  const pipeline = { quietSeconds: 0, project: 'client' }
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({
      repositories: {
        dk: { url: origin.url, branches: ['*'], pipelines: { assets: pipeline } },
        gone: { url: `file://${folder}/none` }
      }
    })
  )
  return {
    origin,
    home,
    packline: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [
        '--import',
        join(root, 'scripts/register.mjs'),
        join(root, 'agent/main.ts'),
        ...args,
        '--config',
        join(folder, 'agent.json')
      ], {
        encoding: 'utf8',
        env: { ...plainEnvironment, PACKLINE_HOME: home, PACKLINE_LANG: 'en' }
      })
      return { status, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, any> }
    }
  }
}

t.test('builds what was pushed on this machine, and shows what became of it', async t => {
  const { origin, home, packline } = start(t)
  origin.commit({
    message: 'start',
    files: { 'client/packline.json': projectFile, 'client/sound/a.wav': '1' }
  })
  const first = packline('trigger', 'poll', 'dk', '--local', '--json')
  t.same([first.status, first.json().runs], [0, []], first.stderr)
  const head = origin.commit({ message: 'sound', files: { 'client/sound/b.wav': '2' } })

  const second = packline('trigger', 'poll', 'dk', '--local', '--json')
  t.equal(second.status, 0, second.stderr)
  t.match(second.json(), {
    asked: false,
    runs: [{ branch: 'main', result: 'succeeded', head, commits: 1, files: 0 }]
  })
  const work = join(home, 'trigger/work', readdirSync(join(home, 'trigger/work'))[0]!)
  t.equal(readFileSync(join(work, 'copy/client/build/res/sound/b.wav'), 'utf8').trim(), '2')
  const status = packline('trigger', 'status', '--json')
  t.match(status.json(), {
    repositories: [{ repository: 'dk', lanes: [{ branch: 'main', lastGood: head }] }, {
      repository: 'gone',
      lanes: []
    }]
  })
  t.match(packline('trigger', 'status').stdout, new RegExp(`main \\(assets\\)  good: ${head.slice(0, 10)}`))

  const broken = origin.commit({ message: 'broken', files: { 'client/packline.json': '{' } })
  const third = packline('trigger', 'poll', 'dk', '--local', '--json')
  t.equal(third.status, 1)
  t.match(third.json().runs, [{ result: 'failed', head: broken }])
  t.match(packline('trigger', 'status', '--json').json(), {
    repositories: [{ lanes: [{ lastGood: head, culprit: broken }] }, {}]
  })
  t.ok(existsSync(join(work, 'copy/client/build/res/sound/b.wav')), 'what was built before is kept')
})

t.test('a repository that cannot be read, or is unknown, is a typed error', async t => {
  const { packline } = start(t)

  const gone = packline('trigger', 'poll', 'gone', '--json')
  t.same([gone.status, gone.json().error.code], [3, 'REPOSITORY_COMMAND_FAILED'])
  const unknown = packline('trigger', 'poll', 'dkk', '--json')
  t.match(unknown.json(), { error: { code: 'REPOSITORY_UNKNOWN', hint: 'Did you mean dk?' } })
  t.equal(unknown.status, 2)
})
