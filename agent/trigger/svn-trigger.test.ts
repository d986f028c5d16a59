// Takes 13 s.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { plainEnvironment, whyNoSvn } from './testing/repositories.js'
import { loadSvnServer } from './testing/svn-server.js'
import { projectFile, WatchedRepository } from './testing/watched-repository.js'
import { SvnSource } from './svn-source.js'

const skip = whyNoSvn()

t.test(
  'twelve hundred revisions on a Subversion server are batched, and the one at fault is found',
  { skip },
  async t => {
    const folder = t.testdir()
    const server = join(folder, 'server')
    loadSvnServer(server, [
      {
        message: 'layout',
        files: {
          'trunk/': '',
          'trunk/art/': '',
          'trunk/art/units/': '',
          'trunk/packline.json': projectFile,
          'branches/': ''
        }
      },
      ...Array.from(
        { length: 1200 },
        (_, index) => ({
          message: `art ${index}`,
          files: { [`trunk/art/units/${index % 300}.png`]: String(index) }
        })
      )
    ])
    const url = `file://${server}`
    const svn = (...args: string[]): string =>
      execFileSync('svnmucc', ['--non-interactive', '-U', url, ...args], {
        env: plainEnvironment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe']
      })
    const repository = new WatchedRepository(join(folder, 'watched'))
    await repository.start()
    t.teardown(async () => {
      await repository.close()
    })
    await repository.open({
      onSource: () =>
        new SvnSource({
          name: 'dk',
          config: { url, branches: ['trunk', 'branches/r1'] },
          environment: plainEnvironment
        })
    })
    await repository.trigger.look()
    t.match(repository.lane('trunk'), { head: 'trunk@1201', run: null })

    svn('-m', 'good', 'put', '/dev/null', 'trunk/art/units/a.png')
    await repository.trigger.look()
    await repository.rest()
    t.match(repository.jenkins.builds.map(({ parameters }) => parameters), [{
      PACKLINE_COMMIT: '1202',
      PACKLINE_BRANCH: 'trunk',
      PACKLINE_FULL: 'true'
    }])
    repository.resultOf = ({ parameters }) =>
      Number(parameters.PACKLINE_COMMIT) >= 1205 ? 'FAILURE' : 'SUCCESS'
    for (const name of ['b', 'c', 'd', 'e']) {
      svn(
        '-m',
        name,
        'put',
        '/dev/null',
        `trunk/art/units/${name}.png`
      )
    }
    svn('-m', 'code', 'put', '/dev/null', 'trunk/code.ts')
    svn('-m', 'branch', 'cp', 'HEAD', 'trunk', 'branches/r1')
    svn('-m', 'on the branch [skip ci]', 'put', '/dev/null', 'branches/r1/art/units/f.png')
    await repository.trigger.look()
    await repository.rest()

    t.match(repository.lane('trunk'), { lastGood: 'trunk@1204', culprit: 'trunk@1205', failed: 'trunk@1207' })
    t.equal(repository.lane('branches/r1')?.head, 'branches/r1@1209')
    t.match(repository.jenkins.builds[1]?.parameters, {
      PACKLINE_BASE: '1202',
      PACKLINE_COMMITS: '1203\n1204\n1205\n1206\n1207'
    })
  }
)
