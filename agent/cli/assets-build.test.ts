// Takes 22 s.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { RunReport } from '../assets/run/run-report.js'
import { sentAfterwards } from '../cache/testing/sent-afterwards.js'
import type { MountedBuild } from '../assets/testing/mounted-builds.js'
import { runPackline } from '../../test/support/command-line.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import type { TestProject } from '../assets/testing/project.js'
import { noNginx, startNginx } from '../release/testing/nginx.js'

const root = join(import.meta.dirname, '../..')
const packline = [
  process.execPath,
  '--import',
  join(root, 'scripts/register.mjs'),
  join(root, 'agent/main.ts')
] as const

function project (t: Test): TestProject {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' })
  game.write({ 'art/orc/a.png': noisePng(20, 30, 1), 'art/orc/b.png': noisePng(200, 100, 2) })
  return game
}

function run (game: TestProject, args: string[], environment: Record<string, string> = {}) {
  const [command, ...prefix] = packline
  return spawnSync(command, [...prefix, ...args], {
    cwd: game.folder,
    encoding: 'utf8',
    env: { ...process.env, PACKLINE_HOME: game.home, LANG: 'C', LC_ALL: 'C', ...environment }
  })
}

/** The same within this process. */
async function call (game: TestProject, args: string[], more: Record<string, string> = {}) {
  const home = game.home
  const environment = { PATH: process.env.PATH, HOME: home, PACKLINE_HOME: home, LANG: 'C', ...more }
  return await runPackline({ cwd: game.folder, environment }, args)
}

t.test('prints one JSON document with --json and text for people on standard error', async t => {
  const game = project(t)
  const { stdout, stderr, status } = run(game, ['assets', 'build', '--json'])

  t.equal(status, 0)
  const report = JSON.parse(stdout) as RunReport
  t.match(report, {
    project: 'game',
    status: 'done',
    scanned: 2,
    actions: { total: 4, cached: 0, executed: 4, failed: 0 },
    removed: []
  })
  t.match(report.outputs[0], {
    path: 'out/units/orc.plist',
    size: Number,
    sha256: /^[0-9a-f]{64}$/,
    md5: /^[0-9a-f]{32}$/
  })
  t.match(stderr, /^game: done in [\d.]+ s\. 4 actions ran/m)
})

t.test('speaks Chinese where the environment asks for it', async t => {
  const game = project(t)
  t.match((await call(game, ['assets', 'build'], { LC_ALL: 'zh_CN.UTF-8' })).stderr, /game：[\d.]+ 秒完成/)
})

t.test('plan tells each action that a run would make and why, and writes nothing', async t => {
  const game = project(t)
  const { stdout, status } = await call(game, ['assets', 'plan', '--json'])

  t.equal(status, 0)
  t.match(JSON.parse(stdout), {
    status: 'planned',
    why: ['layout', 'page', 'sheet', 'sprites'].map(what => ({
      action: `units/orc ${what}`,
      reasons: ['it never ran here']
    }))
  })
  t.same(game.outputs(), {})
})

t.test('options of rules have the values of parameters: set by operators, or given for one run', async t => {
  const game = project(t)
  const declare = (size: object): void => {
    game.write({
      'packline.json': JSON.stringify({
        project: 'game',
        parameters: {
          size: { type: 'integer', description: 'Longest side', default: 512, ...size },
          logLevel: { type: 'string', description: 'What is logged', default: 'no', stage: 'cd' }
        },
        assets: {
          output: 'out',
          rules: [{
            name: 'units',
            processor: 'atlas',
            include: ['art/*/'],
            output: 'units/{dir}',
            options: { maxSize: { parameter: 'size' } }
          }]
        }
      })
    })
  }
  declare({})
  const build = async (...words: string[]) => {
    const { stdout, stderr, status } = await call(game, ['assets', 'build', '--local', '--json', ...words])
    return { status, stderr, report: JSON.parse(stdout) as RunReport }
  }
  const change = async (...words: string[]) => await call(game, [...words, '--why', 'test'])
  t.match(await build(), { status: 0, report: { parameters: { size: 512 }, actions: { executed: 4 } } })
  t.match(await change('target', 'apply'), { status: 0 })
  t.match(await change('params', 'set', 'size', '256'), { status: 0 })
  t.match(JSON.parse((await call(game, ['params', 'list', '--stage=ci', '--json'])).stdout), {
    values: { size: 256, logLevel: undefined },
    parameters: [{ name: 'size', uses: ['units.maxSize'] }]
  })
  t.match((await call(game, ['assets', 'plan'])).stderr, /parameter size changed from 512 to 256/)
  t.match(await build(), { report: { parameters: { size: 256 } } })
  t.match(await build(), { report: { parameters: { size: 256 }, actions: { executed: 0 } } })
  t.match(await build('--parameter', 'size=1024'), { report: { parameters: { size: 1024 } } })

  t.match(await build('--parameter', 'sise=1', '--parameter', 'logLevel=no'), {
    status: 2,
    stderr: /sise .*known parameter: size.*did you mean size[^]*logLevel is "no"; expected .* for deliveries/
  })
  t.match(await build('--parameter', 'size=big'), {
    status: 2,
    stderr: /size is "big"; expected whole number/
  })
  t.match(await build('--parameter', 'size'), { status: 2, stderr: /NAME=VALUE/ })
  declare({ maximum: 200, default: 100 })
  t.match(await build(), { status: 2, stderr: /parameters.size \(.+\) is 256; expected whole number .*200/ })
})

t.test('a failed run exits with 1, wrong usage and configuration with 2', async t => {
  const game = project(t)
  game.write({ 'art/orc/x.png': Buffer.alloc(0) })
  const failed = run(game, ['assets', 'build', '--json'])
  t.equal(failed.status, 1)
  t.match(JSON.parse(failed.stdout), {
    status: 'failed',
    errors: [{ code: 'IMAGE_EMPTY', retryable: false }]
  })
  t.match(failed.stderr, /art\/orc\/x\.png is empty.*\[IMAGE_EMPTY\]/)

  const unknown = await call(game, ['assets', 'build', '--expalin'])
  t.equal(unknown.status, 2)
  t.match(unknown.stderr, /Did you mean --explain\?/)

  game.write({ 'packline.json': '{"project": "game", "asets": {}, "assets": {"rules": [{}]}}' })
  const config = await call(game, ['assets', 'build', '--json'])
  t.equal(config.status, 2)
  t.match(JSON.parse(config.stdout), { status: 'failed', errors: [{ code: 'CONFIG_INVALID' }] })
  t.match(config.stderr, /asets is not a known key.*did you mean assets/)
})

t.test('SIGINT ends a run with 130, and nothing is published', async t => {
  const game = project(t)
  game.write(
    Object.fromEntries(Array
      .from({ length: 200 }, (_, index) => [`art/orc/${index}.png`, noisePng(64, 64, index)]))
  )
  const [command, ...prefix] = packline
  const child = spawn(command, [...prefix, 'assets', 'build', '--events', '--profile', 'release'], {
    cwd: game.folder,
    env: { ...process.env, PACKLINE_HOME: game.home },
    stdio: ['ignore', 'pipe', 'ignore']
  })
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.includes('"execute"')) child.kill('SIGINT')
  })
  const [status] = await once(child, 'exit') as [number]

  t.equal(status, 130)
  t.same(game.outputs(), {})
})

const canMount =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
    .status === 0
const skip = canMount ? false : 'file systems cannot be mounted here (unshare is missing or not permitted)'

t.test(
  'a full disk and a read-only output end in one clear error and leave what was there',
  { skip },
  async t => {
    const game = project(t)
    await game.build()
    const good = game.outputs()
    game.write({ 'art/orc/b.png': noisePng(200, 101, 9) })
    const build = `exec ${packline.join(' ')} assets build --project ${game.folder} --json`
    const mounted = (mount: string) =>
      spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', `${mount} && ${build}`], {
        encoding: 'utf8',
        env: { ...process.env, PACKLINE_HOME: game.home }
      })

    const full = mounted(`mount -t tmpfs -o size=24k none ${game.home}`)
    t.equal(full.status, 1, full.stderr)
    t.match(JSON.parse(full.stdout), { errors: [{ code: 'DISK_FULL', hint: /cache gc/ }] })
    const readOnly = mounted(
      `mount --bind ${game.folder} ${game.folder} && mount -o remount,bind,ro ${game.folder}`
    )
    t.equal(readOnly.status, 1, readOnly.stderr)
    t.match(JSON.parse(readOnly.stdout), { errors: [{ code: 'OUTPUT_NOT_WRITABLE' }] })
    t.same(game.outputs(), good)
  }
)

t.test('outputs go to links, mounts, volumes and layers of containers; a full disk is the right one', {
  skip
}, t => {
  const node = [process.execPath, '--import', join(root, 'scripts/register.mjs')]
  const script = join(root, 'agent/assets/testing/mounted-builds.ts')
  const { stdout, stderr } = spawnSync('unshare', [
    '--user',
    '--map-root-user',
    '--mount',
    ...node,
    script
  ], { encoding: 'utf8' })
  t.equal(stderr, '')
  const { 'full disk of the output': fullOutput, 'full disk of the cache': fullCache, ...told } = JSON.parse(
    stdout
  ) as Record<string, MountedBuild[] | undefined>
  const { 'read-only project': readOnly, ...places } = told
  const [all, changed] = [['ui/a', 'ui/b', 'units/c', 'units/d'], ['ui/a', 'ui/new/e', 'units/c', 'units/d']]
  const inProject = (paths: string[]) => paths.map(path => `out/${path}`)
  t.ok(Object.values(places).some(Boolean))
  for (const [place, builds] of Object.entries(places)) {
    // Not every kernel lets a namespace mount every file system.
    if (builds === undefined) continue
    // A folder that is a mount, holds one, or lies in a lower layer cannot be exchanged (fs/namei.c,
    // vfs_rename; fs/overlayfs/dir.c, ovl_rename).
    const isAtomic = place !== 'volume inside the output'
    t.same(builds, [
      { isAtomic, written: inProject(all), removed: [], files: all },
      {
        isAtomic: isAtomic && place !== 'overlay',
        written: inProject(changed),
        removed: ['out/ui/b'],
        files: changed
      },
      { isAtomic: true, written: [], removed: [], files: changed }
    ], place)
  }
  t.match(fullOutput?.[1], { error: 'DISK_FULL', folder: /^game\/out/, files: all })
  t.match(fullCache, [{ error: 'DISK_FULL', folder: /^home\/cache/, files: [] }])
  t.match(readOnly, [{ error: 'OUTPUT_NOT_WRITABLE', folder: /^game/, files: [] }])
  t.end()
})

t.test('an unreadable file is named, and nothing is published', { skip }, async t => {
  const game = project(t)
  chmodSync(join(game.folder, 'art/orc/a.png'), 0)
  // Without a mapping the process has no right to pass over file modes, not even as root.
  const { status, stdout } = spawnSync('unshare', [
    '--user',
    ...packline,
    'assets',
    'build',
    '--project',
    game.folder,
    '--json'
  ], { encoding: 'utf8', env: { ...process.env, PACKLINE_HOME: game.home } })

  t.equal(status, 1)
  t.match(JSON.parse(stdout), {
    status: 'failed',
    errors: [{ code: 'SCAN_UNREADABLE', details: { file: 'art/orc/a.png' } }]
  })
  t.same(game.outputs(), {})
})

t.test('a merge of two branches with different layouts takes both, by the merge driver, and CI accepts it', async t => {
  const game = project(t)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: game.folder, stdio: 'pipe' })
  const commit = (name: string): void => {
    git('add', '-A')
    git('commit', '-q', '-m', name)
  }
  game.rules({
    name: 'units',
    processor: 'atlas',
    include: ['art/*/'],
    output: 'units/{dir}',
    options: { layout: 'stable' }
  })
  game.write({
    '.gitignore': 'out\n.packline\n',
    '.gitattributes': 'packline-layouts/** merge=packline-layout\n'
  })
  git('init', '-q', '-b', 'main')
  for (
    const setting of [
      'user.name=t',
      'user.email=t@t',
      `merge.packline-layout.driver=${packline.join(' ')} atlas merge-lock %O %A %B %P`
    ]
  ) {
    const [name = '', value = ''] = setting.split(/=(.*)/s)
    git('config', name, value)
  }
  await game.build()
  commit('base')
  const lines = () => readFileSync(join(game.folder, 'packline-layouts/units/orc.json'), 'utf8').split('\n')
  const base = lines()
  git('checkout', '-q', '-b', 'theirs')
  game.write({ 'art/orc/ab.png': noisePng(30, 40, 7) })
  await game.build()
  commit('theirs')
  git('checkout', '-q', 'main')
  game.write({ 'art/orc/aa.png': noisePng(25, 35, 8) })
  await game.build()
  commit('ours')
  const ours = lines()

  git('merge', '-q', 'theirs', '-m', 'merge')
  t.same(lines().filter(line => line.includes('"a.png"')), base.filter(line => line.includes('"a.png"')))
  t.same(ours.slice(1).filter(line => !lines().some(other => other.startsWith(line.replace(/,$/, '')))), [])
  t.equal(lines().filter(line => line.includes('"name"')).length, 4)
  const { status, stdout } = await call(game, ['assets', 'build', '--local', '--json'], { CI: 'true' })
  t.equal(status, 0)
  t.match((JSON.parse(stdout) as RunReport).layouts, [{ set: 'units/orc', moved: 0, sprites: 4 }])

  const nothing = await call(game, ['atlas', 'merge-lock', 'a', 'b', 'c'])
  t.match(nothing, { status: 2, stderr: /ATLAS_LAYOUT_MISSING/ })

  game.write({ 'art/orc/c.png': noisePng(20, 20, 9) })
  const refused = await call(game, ['assets', 'build', '--local'], { CI: 'true' })
  t.equal(refused.status, 1)
  t.match(refused.stderr, /packline-layouts\/units\/orc\.json.*1 are new[^]*ATLAS_LAYOUT_FROZEN/)
  t.equal((await call(game, ['assets', 'build', '--local', '--frozen-layouts'])).status, 1)
  t.equal((await call(game, ['assets', 'build', '--local', '--no-frozen-layouts'], { CI: 'true' })).status, 0)
})

t.test('atlas pack takes the options of rules, and refuses those that there are not', async t => {
  const game = project(t)
  const pack = async (...options: string[]) =>
    await call(game, ['atlas', 'pack', 'art', '--out', 'packed', '--format', 'json', ...options])
  const options = [
    'extrude=1',
    'pageShape=square',
    'sizeConstraint=pot',
    'sprites=[{"include":["**"],"trim":false}]'
  ]
  t.match(await pack(...options.flatMap(option => ['--option', option])), { status: 0 })
  const { meta } = JSON.parse(readFileSync(join(game.folder, 'packed/art.json'), 'utf8')) as { meta: unknown }
  t.match(meta, { size: { w: 256, h: 256 } })
  const wrong = await pack('--option', 'extrud=1', '--option', 'pageShape=round', '--option', 'layout=stable')
  t.equal(wrong.status, 2)
  t.match(wrong.stderr, /extrud[^]*extrude/)
  t.match(wrong.stderr, /pageShape[^]*square/)
  t.match(wrong.stderr, /layout/)
})

t.test('--watch says what it does and when, looks by hand where watches run out, and Ctrl-C ends it with 130', async t => {
  const game = project(t)
  game.rules({ name: 'art', processor: 'copy', include: ['art/**'], output: 'art' })
  // The limit of a user namespace of its own, where the kernel lets us have one.
  const scarce = ['-r', 'sh', '-c', 'echo 2 > /proc/sys/user/max_inotify_watches && exec "$0" "$@"']
  const canLimit = spawnSync('unshare', [...scarce, 'true']).status === 0
  const [command, ...prefix] = packline
  const watching = [command, ...prefix, 'assets', 'build', '--watch']
  const [program = '', ...words] = canLimit ? ['unshare', ...scarce, ...watching] : watching
  const child = spawn(program, words, {
    cwd: game.folder,
    env: { ...process.env, PACKLINE_HOME: game.home, LANG: 'C', LC_ALL: 'C' },
    stdio: ['ignore', 'inherit', 'pipe']
  })
  let said = ''
  const heard = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(said)) {
      const [chunk] = await once(child.stderr, 'data') as [Buffer]
      said += chunk.toString()
    }
  }

  await heard(/^\[\d\d:\d\d:\d\d\] Watching .*game for changes/m)
  if (canLimit) t.match(said, /^\[[\d:]+\] Warning: the system has no file watches left/m)
  game.write({ 'art/new.txt': 'new' })
  await heard(/Changed: art\/new\.txt\n[^]*done in[^]*Watching/)
  t.ok('art/new.txt' in game.outputs())
  const heardNext = async (pattern: RegExp): Promise<void> => {
    said = ''
    await heard(pattern)
  }
  const size = { type: 'integer', description: 'Longest side', default: 512, stage: 'ci' }
  const [art, icons] = [
    { name: 'art', processor: 'copy', include: ['art/**'], output: 'art' },
    {
      name: 'icons',
      processor: 'atlas',
      include: ['art/*/'],
      output: 'icons/{dir}',
      options: { maxSize: { parameter: 'size' } }
    }
  ]
  const file = { project: 'game', parameters: { size }, assets: { output: 'out', rules: [art, icons] } }
  game.write({ 'packline.json': JSON.stringify(file) })
  await heardNext(/Changed: packline\.json\n[^]*done in[^]*Watching/)
  t.equal((await call(game, ['params', 'set', 'size', '256', '--why', 'small phones'])).status, 0)
  await heardNext(/Changed: parameter size\n[^]*[1-9]\d* actions? ran[^]*Watching/)
  child.kill('SIGINT')
  t.same(await once(child, 'exit'), [130, null])
  t.notMatch(said, 'no file watches', 'that is said once')
})

t.test('a run tells what the shared cache of the configuration did, also where there is none', {
  skip: noNginx
}, async t => {
  const nginx = await startNginx(t, t.testdir(), 'PUT')
  const [first, second, third] = [project(t), project(t), project(t)]
  const configure = (game: TestProject, remote: object): Record<string, string> => {
    const file = join(game.home, '../agent.json')
    writeFileSync(file, JSON.stringify({ cache: { remote } }))
    return { PACKLINE_CONFIG: file }
  }

  const sent = await call(first, ['assets', 'build'], configure(first, { url: nginx.url }))
  const atOnce = /: 0 results fetched \(0 B\), (\d) sent \(/.exec(sent.stderr)?.[1]
  const later = await sentAfterwards(first.home, { url: nginx.url })
  const taken = await call(second, ['assets', 'build', '--cache=read'], configure(second, { url: nginx.url }))
  const alone = await call(
    third,
    ['assets', 'build', '--json'],
    configure(third, { url: nginx.url, tokenFile: 'nowhere' })
  )

  t.match(sent.stderr, /Shared cache http:\/\/\S+: 0 results fetched/)
  t.equal(Number(atOnce) + later, 5, 'a busy machine has not the time for all of them')
  t.match(taken.stderr, /1 result fetched \([^)]+\), 0 sent/)
  t.same([sent.status, taken.status, alone.status], [0, 0, 0])
  t.match(alone.stderr, /Built without the shared cache: .*nowhere/)
  t.match(JSON.parse(alone.stdout), { status: 'done', actions: { executed: 4 } })
})

t.test('a plan of shards, one of them built, and what is wrong with either', { skip: noNginx }, async t => {
  const nginx = await startNginx(t, t.testdir(), 'PUT')
  const game = project(t)
  const parameters = { size: { type: 'integer', description: 'Longest side', default: 512 } }
  const options = { maxSize: { parameter: 'size' } }
  const written = JSON.parse(readFileSync(join(game.folder, 'packline.json'), 'utf8'))
  Object.assign(written.assets.rules[0], { options })
  game.write({ 'packline.json': JSON.stringify({ ...written, parameters }) })
  const file = join(game.home, '../agent.json')
  const plan = join(game.home, '../plan.json')
  writeFileSync(file, JSON.stringify({ cache: { remote: { url: nginx.url } } }))
  const here = { PACKLINE_CONFIG: file }

  const planned = await call(game, [
    'assets',
    'plan',
    '--shards=auto',
    '--shard-node=a',
    '--parameter=size=300',
    '--json'
  ], here)
  writeFileSync(plan, planned.stdout)
  const built = await call(game, ['assets', 'build', '--shard=1/1', `--plan=${plan}`, '--json'], here)
  const kept = await call(game, [
    'assets',
    'build',
    '--shard=1/1',
    `--plan=${JSON.parse(planned.stdout).plan}`,
    '--parameter=size=300'
  ], here)
  const told = await call(game, ['assets', 'plan', '--shards=3', '--parameter=size=300'], here)
  const wrong = [
    await call(game, ['assets', 'build', '--shard=3/2'], here),
    await call(game, ['assets', 'build', '--shard=2/2', `--plan=${plan}`], here),
    await call(game, ['assets', 'build', '--shard=1/1', `--plan=${JSON.parse(planned.stdout).plan}`], here),
    await call(game, ['assets', 'build', '--shard=2/2', `--plan=${'0'.repeat(64)}`], here),
    await call(game, ['assets', 'plan', '--shards=0'], here),
    await call(game, ['assets', 'build', '--shard=1/1', '--cache=read'], here),
    await call(game, ['assets', 'build', '--shard=1/2'])
  ]
  writeFileSync(file, JSON.stringify({ cache: { remote: { url: 'http://127.0.0.1:9/' } } }))
  const dead = await call(game, ['assets', 'plan', '--shards=2', '--json'], here)

  t.match(JSON.parse(planned.stdout), {
    project: 'game',
    sets: 1,
    made: 0,
    parameters: { size: 300 },
    shards: [{ sets: ['units/orc'] }]
  })
  t.match(JSON.parse(built.stdout), {
    status: 'done',
    outputs: [],
    parameters: { size: 300 },
    sharedCache: { sent: 6, unsent: 0 }
  }, 'as the plan was made')
  t.match(told.stdout, /game: 1 of 1 set is in the shared cache; 0 shards for the rest/)
  t.same(wrong.map(({ status }) => status), wrong.map(() => 2))
  t.match(JSON.parse(dead.stdout), {
    sets: 1,
    shards: [],
    problem: /did not arrive there|nothing listens there/
  })
  t.equal(kept.status, 0)
  t.match(wrong.map(({ stderr }) => stderr), [
    /--shard is 3\/2; expected a shard and how many there are/,
    /plan\.json is no plan with a shard 2\/2\./,
    /Shard 1\/1 would be built with other parameters than its plan: --parameter size=300\./,
    /0{64} is no plan with a shard 2/,
    /--shards is 0; expected a number of shards from 1 to 1000, or auto/,
    /This node may send nothing to the shared cache http[^]*build without shards/,
    /Shards need a cache that the nodes share[^]*cache\.remote/
  ])
})
