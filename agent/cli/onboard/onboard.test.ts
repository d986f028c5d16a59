// Takes 5 s.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { runPackline } from '../../../test/support/command-line.js'
import { whyNoSvn } from '../../trigger/testing/repositories.js'
import { noisePng } from '../../assets/testing/pictures.js'
import { testProject } from '../../assets/testing/project.js'
import { onboardCommands } from './onboard-commands.js'

interface Answer {
  findings: Array<{ id: string, state: string, value: string, command?: string }>
  rules: Array<Record<string, unknown>>
  left: Array<{ path: string, reason: string }>
  missing: number
}

/** A repository of these files; a picture is said by its size, and no two are alike. */
function repository (
  t: { teardown: (end: () => void) => unknown },
  files: Record<string, string | [number, number]>
) {
  const project = testProject()
  t.teardown(project.remove)
  let seed = 0
  for (const [path, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? content : noisePng(...content, ++seed)
    mkdirSync(join(project.folder, dirname(path)), { recursive: true })
    writeFileSync(join(project.folder, path), bytes)
  }
  const environment = {
    PATH: process.env.PATH,
    HOME: project.home,
    PACKLINE_HOME: project.home,
    PACKLINE_LANG: 'en'
  }
  const packline = async (...args: string[]) => await runPackline({ cwd: project.folder, environment }, args)
  return {
    ...project,
    environment,
    packline,
    onboard: async (...args: string[]) =>
      JSON.parse((await packline('onboard', '--json', ...args)).stdout) as Answer
  }
}

const stateOf = ({ findings }: Answer, id: string): string | undefined =>
  findings.find(finding => finding.id === id)?.state

const tps = (source: string, sheet: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<data version="1.0"><struct type="Settings"><key>fileFormatVersion</key><int>4</int>
<key>dataFormat</key><string>cocos2d-x</string>
<key>dataFileNames</key><map type="GFileNameMap"><key>data</key><struct type="DataFile"><key>name</key><filename>${sheet}</filename></struct></map>
<key>fileList</key><array><filename>${source}</filename></array></struct></data>`

t.test('a game of Cocos Studio', async t => {
  const game = repository(t, {
    'client/Village.ccs': '<Solution />',
    'client/cocosstudio/Main.csd': '<GameFile />',
    'client/cocosstudio/ui/button.png': [8, 8],
    'client/cocosstudio/ui/panel.png': [8, 8],
    'client/res/units/archer/walk_1.png': [8, 8],
    'client/res/units/archer/walk_2.png': [8, 8],
    'client/res/units/knight/walk_1.png': [8, 8],
    'client/res/units/knight/walk_2.png': [8, 8],
    'client/res/bg/sky.png': [1400, 4],
    'client/res/bg/sea.png': [1400, 4],
    'client/res/fonts/digits.fnt': '',
    'client/res/fonts/digits.png': [8, 8],
    'client/res/audio/coin.mp3': 'x',
    'client/proj.android/app/res/mipmap-hdpi/icon.png': [8, 8],
    'client/frameworks/cocos2d-x/tests/a.png': [8, 8],
    'client/frameworks/cocos2d-x/tests/b.png': [8, 8],
    'docs/a.png': [8, 8],
    'docs/b.png': [8, 8]
  })
  t.same((await game.onboard()).rules, [
    { name: 'ui', processor: 'cocos-publish', include: ['client/Village.ccs'], output: 'ui' },
    {
      name: 'units',
      processor: 'atlas',
      include: ['client/res/units/*/'],
      output: 'units/{dir}',
      options: { layout: 'stable', pages: 'numbered', frameName: '{dir}/{path}' }
    },
    { name: 'pictures', processor: 'copy', include: ['client/res/bg/**'] },
    { name: 'sheets', processor: 'copy', include: ['client/res/fonts/**'] },
    { name: 'sound', processor: 'copy', include: ['client/res/audio/**'] }
  ])
})

t.test('a game of TexturePacker: its sources become rules, its sheets are made by them', async t => {
  const game = repository(t, {
    'art/hero.tps': tps('hero', '../Resources/hero.plist'),
    'art/hero/a.png': [8, 8],
    'art/hero/b.png': [8, 8],
    'art/gone.tps': tps('../../elsewhere', '../Resources/gone.plist'),
    'art/torn.tps': '<data',
    'Resources/hero.plist': '',
    'Resources/hero.png': [8, 8],
    'Resources/title.plist': '',
    'Resources/title.png': [8, 8]
  })
  const { rules, left } = await game.onboard()
  t.match(rules, [
    { name: 'hero', processor: 'atlas', include: ['art/hero/'], output: 'hero' },
    { name: 'sheets', processor: 'copy', include: ['Resources/title.plist', 'Resources/title.png'] }
  ])
  t.equal(rules.length, 2)
  t.match(left, [{ path: 'art/gone.tps', reason: /not in this repository/ }, { path: 'art/torn.tps' }])
})

t.test('folders of pictures with names of all kinds', async t => {
  const game = repository(t, {
    '美术/单位/弓手/走 1.png': [8, 8],
    '美术/单位/弓手/走 2.png': [8, 8],
    '美术/单位/骑士/走 1.png': [8, 8],
    '美术/单位/骑士/走 2.png': [8, 8],
    'art/ui/btn[1].png': [8, 8],
    'art/ui/btn(2).png': [8, 8],
    'art/ui/huge.png': [2100, 2],
    'art/logo.png': [8, 8],
    'icon.png': [8, 8]
  })
  t.match((await game.onboard()).rules, [
    { name: 'ui', include: ['art/ui/'], exclude: ['art/ui/huge.png'], output: 'ui' },
    {
      name: 'atlas',
      include: ['美术/单位/*/'],
      output: '美术/单位/{dir}',
      options: { frameName: '{dir}/{path}' }
    },
    { name: 'pictures', processor: 'copy', include: ['icon.png', 'art/logo.png', 'art/ui/huge.png'] }
  ])
  const written = await game.packline('onboard', '--write')
  t.equal(written.status, 0, written.stdout)
  t.equal((await game.packline('assets', 'build')).status, 0)
})

t.test('the project file that is written loads, plans and leaves nothing out, whatever the tree', async t => {
  const name = fc.constantFrom('a', 'b', '[x]', '攻击', 'A b', 'res')
  const path = fc.tuple(
    fc.array(name, { maxLength: 3 }),
    name,
    fc.constantFrom('.png', '.csd', '.ccs', '.tps', '.mp3', '.plist', '.txt')
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(path, { maxLength: 12, selector: each => JSON.stringify(each).toLowerCase() }),
      async paths => {
        const game = repository({ teardown: () => {} }, {})
        try {
          for (const [index, [folders, stem, ending]] of paths.entries()) {
            const file = join(game.folder, ...folders, `${stem}${ending}`)
            mkdirSync(dirname(file), { recursive: true })
            writeFileSync(
              file,
              ending === '.png' ? noisePng(4, 4, index) : ending === '.tps' ? tps('a', 'b.plist') : ''
            )
          }
          const answer = await game.onboard('--write')
          return stateOf(answer, 'project-file') === 'ok' && stateOf(answer, 'plan') === 'ok' &&
            stateOf(answer, 'rules') === 'ok'
        } finally {
          game.remove()
        }
      }
    ),
    { numRuns: 20 }
  )
})

t.test('what is there, and what is missing, each with its command', async t => {
  const game = repository(t, { 'art/ui/a.png': [8, 8], 'art/ui/b.png': [8, 8] })
  const git = (...args: string[]) => execFileSync('git', args, { cwd: game.folder, env: game.environment })
  const bare = await game.onboard()
  t.same(bare.findings.map(({ id, state, command }) => ({ id, state, command })), [
    { id: 'project-file', state: 'warn', command: 'packline onboard --write' },
    { id: 'plan', state: 'ok', command: 'packline assets plan' },
    { id: 'version-control', state: 'warn', command: 'git init' },
    { id: 'jenkinsfile', state: 'warn', command: onboardCommands.jenkinsfile },
    { id: 'hook', state: 'warn', command: 'packline help repositories' },
    { id: 'targets', state: 'warn', command: 'packline help targets' },
    { id: 'agent', state: 'warn', command: 'packline serve' }
  ])
  git('init', '--quiet')
  git('remote', 'add', 'origin', 'https://user:secret@gitlab.example/games/dk.git')
  t.equal((await game.packline('onboard', '--write')).status, 0)
  execFileSync('sh', ['-c', `${onboardCommands.jenkinsfile} && ${onboardCommands.ignore}`], {
    cwd: game.folder
  })
  t.match(await game.onboard(), {
    findings: [
      { id: 'project-file', state: 'ok', value: 'packline.json, 1 rule' },
      { id: 'plan', state: 'ok' },
      { id: 'rules', state: 'ok' },
      { id: 'version-control', state: 'ok', value: 'https://gitlab.example/games/dk.git' },
      { id: 'ignored', state: 'ok' },
      { id: 'layouts', state: 'warn' },
      { id: 'jenkinsfile', state: 'ok' },
      { id: 'label', state: 'warn', value: /assets, texturepacker/ },
      { id: 'hook', state: 'warn' }
    ]
  })
  writeFileSync(
    join(game.folder, 'agent.json'),
    JSON.stringify({
      device: 'mac-01',
      labels: ['assets', 'texturepacker'],
      repositories: {
        dk: { url: 'git@gitlab.example:games/dk.git', forge: 'gitlab', secretFile: '/etc/secret' }
      }
    })
  )
  t.equal((await game.packline('assets', 'build')).status, 0)
  git('add', 'packline-layouts')
  const whole = await game.onboard('--config', 'agent.json')
  t.match(whole.findings.filter(({ state }) => state !== 'ok').map(({ id }) => id), ['targets', 'agent'])
  t.match(whole.findings.find(({ id }) => id === 'hook'), { value: 'dk, by hooks of gitlab and every 60 s' })
  writeFileSync(join(game.folder, 'art/new.mp3'), '')
  t.match(await game.onboard(), { rules: [{ name: 'sound', processor: 'copy', include: ['art/new.mp3'] }] })
})

t.test('a game in Subversion, in a folder of its working copy, gets commands of Subversion that do it', {
  skip: whyNoSvn()
}, async t => {
  const game = repository(t, { 'art/ui/a.png': [8, 8], 'art/ui/b.png': [8, 8], '.gitignore': 'x' })
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, { cwd: game.folder, env: game.environment, stdio: 'pipe' })
  run('svnadmin', 'create', '.store')
  run('svn', 'checkout', '--quiet', `file://${game.folder}/.store`, '.')
  run('svn', 'propset', '--quiet', 'svn:ignore', '*.tmp\n', '.')
  const first = await game.onboard('--write')
  t.equal(stateOf(first, 'ignored'), 'warn')
  const commandOf = (id: string) => first.findings.find(each => each.id === id)?.command ?? 'false'
  run('sh', '-c', commandOf('ignored'))
  t.match(run('svn', 'propget', 'svn:ignore', '.').toString(), /^\*\.tmp\n+build\n\.packline\n/)
  t.match(commandOf('layouts'), /svn add/)
  t.equal((await game.packline('assets', 'build')).status, 0)
  run('sh', '-c', commandOf('layouts').replace(/^.*&& /, ''))
  writeFileSync(join(game.folder, 'Jenkinsfile'), "@Library('packline') _\nnode('assets') { assetsCI() }")
  const inside = await game.packline('onboard', '-C', 'art', '--json')
  const { findings } = JSON.parse(inside.stdout) as Answer
  t.same(
    findings.filter(({ state }) => state === 'ok').map(({ id }) => id),
    ['project-file', 'plan', 'rules', 'version-control', 'ignored', 'layouts', 'jenkinsfile']
  )
})

t.test('only what is not ignored yet is, on a line of its own', async t => {
  const game = repository(t, {
    'packline.json': '{"project":"dk","assets":{"output":"out/res"}}',
    '.gitignore': '/.packline'
  })
  execFileSync('git', ['init', '--quiet'], { cwd: game.folder, env: game.environment })
  const { findings } = await game.onboard()
  const command = findings.find(({ id }) => id === 'ignored')?.command ?? ''
  execFileSync('sh', ['-c', command], { cwd: game.folder })
  t.equal(readFileSync(join(game.folder, '.gitignore'), 'utf8'), '/.packline\nout/\n')
  t.match(await game.packline('onboard', '--project', 'packline.json'), {
    status: 2,
    stderr: /There is no folder .*ONBOARD_NO_FOLDER/
  })
})

t.test('what a build has written is no art', async t => {
  const rule = { name: 'sound', processor: 'copy', include: ['sound/**'] }
  const game = repository(t, {
    'packline.json': JSON.stringify({ project: 'dk', assets: { output: 'res', rules: [rule] } }),
    'sound/a.mp3': 'x',
    'res/sound/a.mp3': 'x'
  })
  const answer = await game.onboard()
  t.same(answer.rules, [])
  t.equal(stateOf(answer, 'rules'), 'ok')
})

t.test('a project file that is there stays, also one that is wrong, or a link that leads nowhere', async t => {
  const game = repository(t, { 'packline.json': '{ "project": 7 }' })
  const refused = await game.packline('onboard', '--write')
  t.equal(refused.status, 2)
  t.match(refused.stderr, /already/)
  t.equal(readFileSync(join(game.folder, 'packline.json'), 'utf8'), '{ "project": 7 }')
  const looked = await game.packline('onboard')
  t.equal(looked.status, 1)
  t.match(looked.stdout, /✗ +project-file +.*mistake/)
  const linked = repository(t, {})
  symlinkSync('nowhere', join(linked.folder, 'packline.json'))
  t.equal((await linked.packline('onboard', '--write')).status, 2)
  t.equal((await linked.packline('onboard', '--project', 'gone')).status, 2)
})

t.test('what a Chinese reader sees is Chinese', async t => {
  const game = repository(t, { 'art/ui/a.png': [8, 8], 'art/ui/b.png': [8, 8], 'art/torn.tps': '<data' })
  const { stdout, stderr } = await runPackline(
    { cwd: game.folder, environment: { ...game.environment, PACKLINE_LANG: 'zh-CN' } },
    ['onboard']
  )
  t.match(stdout, /没有 packline\.json；下面建议 1 条规则/)
  t.match(stdout, /建议的规则：\n\{"name":"ui"/)
  t.match(stderr, /这里缺 \d+ 项/)
})

t.test('docs/operators.md goes through the same commands', async t => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/operators.md'), 'utf8')
  const examples = join(import.meta.dirname, '../../../resources/examples')
  const shown = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').map(line => line.trim())
  )
  for (const command of Object.values(onboardCommands)) {
    t.ok(shown.includes(command.replace(examples, '/opt/packline/resources/examples')), command)
  }
})
