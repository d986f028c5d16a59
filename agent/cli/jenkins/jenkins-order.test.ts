import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import type { JenkinsStandIn, StandInOptions } from '../../../test/support/jenkins-stand-in.js'
import { resaved } from '../../../test/support/jenkins-stand-in-items.js'
import { projectHere } from '../../../test/support/project-here.js'
import type { ProjectHere } from '../../../test/support/project-here.js'

const order = {
  folders: {
    'games/dk': { description: 'It\'s <DK> & "more"\n森林之心 ^${HOME} $HOME', access: ['developers'] }
  },
  jobs: {
    'games/dk/release': {
      repository: 'dk',
      script: 'ci/Release.groovy',
      credentials: 'deploy',
      branch: 'stable'
    },
    'games/art': { repository: 'art', credentials: 'svn' }
  },
  nodes: { 'mac-01': ['texturepacker', 'macos'] },
  credentials: ['deploy', 'svn'],
  roles: { developers: { permissions: ['hudson.model.Item.Build'], users: ['ann'], groups: ['dk dev'] } }
}
const repositories = {
  dk: {
    url: 'https://git.example/dk.git',
    branches: ['main', 'stable'],
    pipelines: { assets: { job: 'games/dk/assets', parameters: { MODE: 'fast' } } }
  },
  art: { kind: 'svn', url: 'https://svn.example/art', branches: ['trunk'] }
}

async function bench (
  t: Test,
  { options = { user: 'farm', token: 't0ken' }, change = order as object }: {
    options?: StandInOptions
    change?: object
  } = {}
): Promise<{ standIn: JenkinsStandIn } & ProjectHere> {
  const standIn = await startJenkinsStandIn(options)
  t.teardown(async () => {
    await standIn.close()
  })
  standIn.credentials.add('deploy').add('svn')
  standIn.nodeConfigs.set(
    'mac-01',
    "<?xml version='1.1' encoding='UTF-8'?>\n<slave>\n  <name>mac-01</name>\n  <label>old macos</label>\n  <numExecutors>4</numExecutors>\n</slave>"
  )
  const here = projectHere(t.testdir({}), { project: 'dk' })
  here.write({
    token: `${options.token ?? options.password ?? ''}\n`,
    'agent.json': JSON.stringify({
      repositories,
      jenkins: { url: standIn.url, user: 'farm', tokenFile: 'token', order: change }
    })
  })
  return { standIn, ...here }
}

t.test('what lacks is made once, what differs is changed, and the rest of it stays', async t => {
  const { standIn, packline, home } = await bench(t)
  t.match(
    (await packline('jenkins', 'plan', '--json')).json().steps.map((each: any) => [each.does, each.path]),
    [
      ['create', 'games'],
      ['create', 'games/dk'],
      ['create', 'games/art'],
      ['create', 'games/dk/assets'],
      ['create', 'games/dk/release'],
      ['change', 'mac-01']
    ]
  )
  t.equal(standIn.configs.size, 0, 'a plan changes nothing')
  t.match(await packline('jenkins', 'apply'), { status: 0, stderr: /create: job games\/dk\/assets/ })
  const assets = standIn.configs.get('games/dk/assets')!
  t.match(assets, /<url>https:\/\/git\.example\/dk\.git<\/url>[^]*<name>\*\/main<\/name>[^]*Jenkinsfile/)
  t.match(assets, /PACKLINE_BATCH[^]*<name>MODE<\/name>/)
  t.match(standIn.configs.get('games/art'), /<remote>https:\/\/svn\.example\/art\/trunk<\/remote>/)
  t.match(
    standIn.configs.get('games/dk'),
    /It's &lt;DK&gt; &amp; [^]*森林之心[^]*<permission>GROUP:hudson\.model\.Item\.Build:dk dev<[^]*USER:hudson\.model\.Item\.Build:ann/
  )
  t.match(standIn.nodeConfigs.get('mac-01'), /<label>texturepacker macos<[^]*<numExecutors>4</)
  t.match(readFileSync(join(home, 'audit.jsonl'), 'utf8'), /"jenkins apply".*"ann".*games\/dk\/release/)

  // Somebody saves the pages, with what other plugins and people keep there.
  for (const [path, config] of standIn.configs) {
    standIn.configs.set(path, resaved(config).replace('\n森林', '&#xd;\n森林'))
  }
  standIn.configs.set(
    'games/dk/assets',
    standIn.configs.get('games/dk/assets')!.replace(
      '<properties>',
      '<properties><jenkins.model.BuildDiscarderProperty><n a="&lt;">7 &amp; 8</n></jenkins.model.BuildDiscarderProperty>'
    )
  )
  const posts = standIn.requests.filter(each => each.startsWith('POST')).length
  t.match(await packline('jenkins', 'apply'), { status: 0, stderr: /is in order/ })
  t.equal(
    standIn.requests.filter(each => each.startsWith('POST')).length,
    posts,
    'applied twice is applied once'
  )
  t.match(await packline('jenkins', 'drift'), { status: 0 })
  const record = join(home, 'proofs/drift/jenkins.json')
  t.match(JSON.parse(readFileSync(record, 'utf8')), { lastGood: /^20/, failed: undefined })

  standIn.configs.set(
    'games/dk/assets',
    standIn.configs.get('games/dk/assets')!.replace('*/main', '*/mine').replace(
      '<name>MODE</name>',
      '<name>X</name>'
    )
  )
  standIn.configs.set('games/dk', standIn.configs.get('games/dk')!.replace('森林', '森'))
  standIn.credentials.delete('svn')
  const drifted = await packline('jenkins', 'drift')
  t.match(drifted, { status: 1, stderr: /3 things are not in order.*JENKINS_DRIFT/ })
  t.match(drifted.stdout, /change +job +games\/dk\/assets +branch +\*\/mine +\*\/main/)
  t.match(JSON.parse(readFileSync(record, 'utf8')), {
    lastGood: /^20/,
    failed: {
      problems: [
        'the folder games/dk differs in description',
        'the job games/dk/assets differs in branch, parameters',
        /credentials svn is missing/
      ]
    }
  })
  t.match(
    await packline('jenkins', 'apply'),
    { status: 1, stderr: /JENKINS_DRIFT/ },
    'credentials are not made'
  )
  const mended = standIn.configs.get('games/dk/assets')!
  t.match(mended, /\*\/main/)
  t.match(standIn.configs.get('games/dk'), /more"\s+森林之心 \^\$\{HOME\} \$HOME</)
  t.match(mended, /<n a="&lt;">7 &amp; 8<\/n>/)
  t.match(mended, /<name>X<\/name>[^]*<name>MODE<\/name>/, 'a parameter of somebody stays')
})

t.test('what a gateway lost is not made twice: the next run looks first', async t => {
  const { standIn, packline } = await bench(t, {
    change: { folders: { games: {} } }
  })
  standIn.intercept = async (request, reply) => {
    if (!request.url.startsWith('/createItem')) return false
    await reply.code(504).send()
    return true
  }
  const posts = () => standIn.requests.filter(each => each.startsWith('POST /createItem')).length
  t.match(await packline('jenkins', 'apply'), { stderr: /JENKINS_OUTCOME_UNKNOWN/ })
  t.equal(posts(), 1)
  standIn.intercept = undefined
  t.match(await packline('jenkins', 'apply'), { status: 0, stderr: /create: folder games/ })
  t.equal(posts(), 2)
})

t.test('what another kind of item holds is told and left alone; a password needs a crumb', async t => {
  const { standIn, packline } = await bench(t, { options: { user: 'farm', password: 'secret' } })
  standIn.configs.set('games', '<project><description/></project>')
  const { steps } = (await packline('jenkins', 'plan', '--json')).json()
  t.match(steps[0], { does: 'lacking', path: 'games', differences: [{ field: 'type', found: 'project' }] })
  standIn.configs.delete('games')
  standIn.nodeConfigs.clear()
  t.match(await packline('jenkins', 'apply', '--json'), { status: 1, stdout: /JENKINS_DRIFT[^]*mac-01/ })
  t.equal(standIn.configs.size, 5)
  standIn.configs.set('games/dk', '<broken')
  t.match(await packline('jenkins', 'plan'), { status: 3, stderr: /games\/job\/dk\/config\.xml/ })
})

t.test('the order is printed for Job DSL and Configuration as Code', async t => {
  const { standIn, packline } = await bench(t)
  const { stdout } = await packline('jenkins', 'plan', '--export', 'job-dsl')
  t.match(
    stdout,
    /folder\('games\/dk'\) \{\n {2}description\('It\\'s <DK> & "more"\\n森林之心 \^\$\{HOME\} \$HOME'\)/
  )
  t.match(stdout, /permission\('GROUP:hudson\.model\.Item\.Build:dk dev'\)/)
  t.match(stdout, /pipelineJob\('games\/dk\/release'\)[^]*branch\('stable'\)[^]*ci\/Release\.groovy/)
  const { parse } = await import('yaml')
  const { script } = parse((await packline('jenkins', 'plan', '--export', 'jcasc')).stdout).jobs[0]
  t.match(script, /森林之心 \^\^\$\{HOME\} \$HOME'/, 'what the plugin would fill in stays as it is')
  t.equal(script.replaceAll('^${', '${').trim(), stdout.trim())
  t.strictSame(standIn.requests, [])
})

t.test('names that lead elsewhere, and names of nothing, are refused before Jenkins is asked', async t => {
  const cases: Array<[change: object, told: RegExp]> = [
    [{ folders: { 'a/../b': {} } }, /the path of an item of Jenkins/],
    [{ folders: { 'a./b': {} } }, /the path of an item of Jenkins/],
    [{ folders: { 'a/b ': {} } }, /the path of an item of Jenkins/],
    [{ folders: { 'a?x=1': {} } }, /the path of an item of Jenkins/],
    [{ folders: { a: { description: 'a\u0001' } } }, /without control characters/],
    [{ nodes: { '../x': ['a'] } }, /jenkins\.order\.nodes/],
    [{ jobs: { a: { repository: 'dkk' } } }, /did you mean dk/],
    [{ folders: { a: { access: ['developer'] } } }, /a role of the order/],
    [{ credentials: ['../x'] }, /jenkins\.order\.credentials/]
  ]
  const { standIn, packline, write } = await bench(t)
  for (const [change, told] of cases) {
    write({
      'agent.json': JSON.stringify({
        repositories,
        jenkins: { url: standIn.url, user: 'farm', order: change }
      })
    })
    t.match(await packline('jenkins', 'plan'), { status: 2, stderr: told })
  }
  write({ 'agent.json': JSON.stringify({ jenkins: { url: standIn.url } }) })
  t.match(await packline('jenkins', 'plan'), { status: 2, stderr: /JENKINS_ORDER_NONE/ })
  t.strictSame(standIn.requests, [])
})
