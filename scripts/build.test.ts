// Takes 14 s.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { Ajv } from 'ajv'
import type { Test } from 'tap'
import t from 'tap'
import type { PacklineError } from '../agent/errors.js'
import { commandTable } from '../agent/cli/command-table.js'
import { checkOptions } from '../agent/config/check-options.js'
import { checkedSchemas } from '../agent/config/checked-schemas.js'
import { parseJsonDocument } from '../agent/config/json-document.js'
import { parseProjectFile } from '../agent/config/project-file.js'
import { errorTables } from '../agent/error-catalogue.js'
import { phraseTexts } from '../agent/messages/phrase-texts.js'
import { messageTexts } from '../agent/messages/message-texts.js'
import { threads } from './bundle.mjs'
import { neededModules } from './release-archives/needed-modules.js'
import { platforms } from './release-archives/platforms.js'
import { bundlesOf, productionFiles } from './release-archives/production-files.js'

// The first may have to build.
t.setTimeout(120_000)
const launcher = join(import.meta.dirname, 'packline')
const environment = (home: string) => ({
  PATH: process.env.PATH,
  PACKLINE_HOME: home,
  PACKLINE_DEVICE_ID: 'host',
  HOME: process.env.HOME
})

t.test('the compiled packline starts a tool under its guard', async t => {
  const output = execFileSync(launcher, ['licence', 'run', 'texturepacker', '--', 'echo', 'granted'], {
    encoding: 'utf8',
    env: environment(t.testdir())
  })
  t.equal(output, 'granted\n')
})

t.test('a folder that was removed under a command is told as that', async t => {
  const gone = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"'
  for (const words of [['assets', 'build'], ['--version']]) {
    const { status, stderr } = spawnSync('sh', ['-c', gone, launcher, ...words], {
      cwd: t.testdir(),
      encoding: 'utf8',
      env: environment(t.testdirName)
    })
    t.equal(status, 2)
    t.match(stderr, /packline: The folder that this command was called in has been removed: .*\n$/)
  }
})

t.test('a long answer is whole for a slow reader, and a command that ended says how', async t => {
  const folder = t.testdir({
    'packline.json': JSON.stringify({
      project: 'game',
      assets: { rules: [{ name: 'all', processor: 'copy', include: ['in/**'], output: 'all' }] }
    })
  })
  mkdirSync(join(folder, 'in'))
  for (let index = 0; index < 2000; index++) writeFileSync(join(folder, `in/${index}`), '')
  const read = (words: string[]) =>
    spawnSync('sh', ['-c', '{ "$0" "$@"; echo $? >&2; } | dd bs=64', launcher, ...words], {
      encoding: 'utf8',
      env: environment(join(folder, 'home'))
    })
  const build = ['assets', 'build', '--json', '--project', folder]
  // A second time nothing has changed, and other code answers.
  for (const executed of [1, 0]) {
    const { stdout, stderr } = read(build)
    t.match(JSON.parse(stdout), { actions: { executed } })
    t.ok(stdout.length > 256 * 1024)
    t.equal((JSON.parse(stdout) as { outputs: unknown[] }).outputs.length, 2000)
    t.match(stderr, /^0\n/m)
  }
  t.match(read(['assets', 'build', '--json', '--project', 'gone']).stderr, /^2\n/m)
})

t.test('a bundle, of which start.cjs takes each byte for a character, has no others', async t => {
  const dist = join(import.meta.dirname, '../dist')
  for (const name of readdirSync(dist).filter(name => name.endsWith('.bundle.cjs'))) {
    const others = readFileSync(join(dist, name)).filter(byte => byte > 0x7f)
    t.equal(others.length, 0, name)
  }
})

t.test('what each build loads has neither the compiled checks nor what speaks to a shared cache', async t => {
  const count = (name: string, text: string): number =>
    readFileSync(join(import.meta.dirname, '../dist', name), 'latin1').split(text).length - 1
  const ofMessages = 'FindMissingBlobsRequest'
  const ofChecks = 'instancePath'
  t.ok(count('shared.bundle.cjs', ofMessages) > 0)
  t.ok(count('checks.bundle.cjs', ofChecks) > 100)
  for (const name of ['main.bundle.cjs', 'assets.bundle.cjs']) {
    t.equal(count(name, ofMessages), 0, name)
    t.ok(count(name, ofChecks) < 30, name)
  }
})

t.test('the checks that are compiled by the build say what those compiled at once say', async t => {
  const mistaken = {
    project: 'Not a name!',
    assets: { rules: [{ name: 'a', processor: 'atlas', include: [], optoins: { maxSize: '8' } }] },
    targets: [{ id: 'formal', kind: 'formel' }]
  }
  const folder = t.testdir({ 'packline.json': JSON.stringify(mistaken) })
  const file = join(folder, 'packline.json')
  const { status, stderr } = spawnSync(launcher, ['assets', 'plan', '--project', folder], {
    encoding: 'utf8',
    env: { ...environment(join(folder, 'home')), PACKLINE_DEBUG: '1' }
  })
  t.equal(status, 2)
  t.ok(existsSync(join(import.meta.dirname, '../dist/config/compiled-checks.cjs')))
  try {
    parseProjectFile(file, readFileSync(file))
    t.fail('it is wrong')
  } catch (error) {
    const { list } = (error as PacklineError).details as { list: Array<{ text: string }> }
    t.ok(list.length >= 4)
    for (const { text } of list) t.match(stderr.replaceAll(/\s+/g, ' '), text.replaceAll(/\s+/g, ' '))
  }
})

t.test('the checks that are compiled by the build find right what the schemas do', async t => {
  const file = join(import.meta.dirname, '../resources/sample-game/packline.json')
  const documents: Record<keyof typeof checkedSchemas, unknown> = {
    project: parseJsonDocument(file, readFileSync(file)),
    agent: {
      device: 'mac-01',
      listen: '127.0.0.1:7420',
      licences: { texturepacker: { seats: 2, devices: ['mac-01'] } },
      jenkins: { url: 'https://ci.example', user: 'farm', tokenFile: 'token' }
    },
    target: { id: 'live', match: { version: '1.0' } }
  }
  const built = createRequire(import.meta.url)('../dist/config/compiled-checks.cjs') as Record<
    string,
    (document: unknown) => boolean
  >
  const ajv = new Ajv({ ...checkOptions, code: { optimize: false } })
  let [right, wrong] = [0, 0]
  for (const name of ['project', 'agent', 'target'] as const) {
    const check = ajv.compile<unknown>(checkedSchemas[name])
    for (const document of [documents[name], ...variants(documents[name])]) {
      const [one, other] = [structuredClone(document), structuredClone(document)]
      const isRight = check(one)
      if (built[name]?.(other) !== isRight) t.fail(`${name}: ${JSON.stringify(document)}`)
      if (isRight && !isDeepStrictEqual(other, one)) t.same(other, one, 'the same defaults')
      if (isRight) right++
      else wrong++
    }
  }
  t.ok(right > 20 && wrong > 200, `${right} right, ${wrong} wrong`)
})

/** The document with one of its values replaced, in every place. */
function variants (value: unknown): unknown[] {
  const others = [null, 0, '', [], {}, 'x'].filter(other => JSON.stringify(other) !== JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return others
  return [
    ...others,
    ...Object.entries(value).flatMap(([key, part]) =>
      variants(part).map(variant => Object.assign(structuredClone(value), { [key]: variant }))
    )
  ]
}

t.test('the bundles say what the tables of messages and errors say', async t => {
  const dist = pathToFileURL(join(import.meta.dirname, '../dist/')).href
  const texts = await import(
    `${dist}messages/built-texts.js`
  ) as typeof import('../agent/messages/built-texts.js')
  const errors = await import(`${dist}built-errors.js`) as typeof import('../agent/built-errors.js')
  for (const [key, { en, zh }] of Object.entries(messageTexts)) {
    const { en: builtEnglish, zh: builtChinese } = texts.messageText(key) ?? {}
    if (builtEnglish !== en || builtChinese !== zh) t.fail(`${key}: ${builtEnglish} ${builtChinese}`)
  }
  const { phraseText } = await import(
    `${dist}messages/built-phrases.js`
  ) as typeof import('../agent/messages/built-phrases.js')
  for (const [key, { en, zh }] of Object.entries(phraseTexts)) {
    const built = phraseText(key)
    if (built?.en !== en || built.zh !== zh) t.fail(`${key}: ${built?.en} ${built?.zh}`)
  }
  t.equal(texts.messageText('toString'), undefined)
  const written: unknown = JSON.parse(readFileSync(new URL('errors.json', dist), 'utf8'))
  t.same(written, Object.assign({}, ...Object.values(errorTables)))
  for (const table of Object.values(errorTables)) {
    for (const [code, definition] of Object.entries(table)) {
      if (!isDeepStrictEqual(errors.errorDefinition(code), definition)) t.fail(code)
    }
  }
  t.notOk(errors.isErrorCode('toString'))
})

t.test('every command is among the modules and in the bundles', async t => {
  // One process for all: most of the time would go into starting them.
  const dist = pathToFileURL(join(import.meta.dirname, '../dist/'))
  const runnable = execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `
    const { commandTable } = await import('${dist.href}cli/command-table.js')
    const { default: { load } } = await import('${dist.href}bundle-file.cjs')
    for (const table of [commandTable, load('./main.bundle.cjs', 'test', () => false).commands()]) {
      const commands = await Promise.all(Object.entries(table).map(async ([name, find]) => [name, await find()]))
      console.log(JSON.stringify(commands.filter(([, { run }]) => run instanceof Function).map(([name]) => name)))
    }
  `
  ], { encoding: 'utf8' })
  const names = Object.keys(commandTable)
  t.same(runnable.trim().split('\n').map(line => JSON.parse(line) as unknown), [names, names])
})

const here = platforms.find(({ name }) => name === `${process.platform}-${process.arch}`)
const isAlone = 'what an archive has is enough, without the rest of the checkout'
t.test(isAlone, { skip: here === undefined }, async t => {
  // Not below the checkout, whose packages would be found.
  const folder = mkdtempSync(join(tmpdir(), 'packline-archive-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  })
  const rules = [{ name: 'scaled', scales: [0.5] }, { name: 'gpu', textureFormat: 'ktx2', scales: [0.25] }]
    .map(
      ({ name, ...options }) => ({ name, processor: 'atlas', include: ['art/'], output: name, options })
    )
  mkdirSync(join(folder, 'game/art'), { recursive: true })
  writeFileSync(
    join(folder, 'game/packline.json'),
    JSON.stringify({ project: 'archive', assets: { output: 'out', rules } })
  )
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({ listen: '127.0.0.1:0', device: 'archive', workspaces: [folder] })
  )
  const root = join(import.meta.dirname, '..')
  const install = join(folder, 'install')
  const compiled = realpathSync(join(root, 'dist'))
  const modules = await neededModules(root, bundlesOf(compiled))
  for (
    const { name, content } of productionFiles({ source: root, compiled, installed: root, modules }, here!)
  ) {
    mkdirSync(dirname(join(install, name)), { recursive: true })
    cpSync((content as { file: string }).file, join(install, name))
  }
  cpSync(join(root, 'package.json'), join(install, 'package.json'))
  cpSync(join(root, 'resources/sample-game/art/icons/icon_apple.png'), join(folder, 'game/art/a.png'))

  const packline = join(install, 'scripts/packline')
  const env = { ...environment(join(folder, 'home')), PACKLINE_CONFIG: join(folder, 'agent.json') }
  const build = (agent: string) =>
    JSON.parse(execFileSync(packline, ['assets', 'build', '--json', '--project', join(folder, 'game')], {
      encoding: 'utf8',
      env: { ...env, PACKLINE_AGENT: agent }
    })) as { outputs: Array<{ path: string }> }
  const alone = build('none')
  t.same(alone.outputs.map(({ path }) => path).sort(), [
    'out/gpu@0.25x.ktx2',
    'out/gpu@0.25x.plist',
    'out/scaled@0.5x.plist',
    'out/scaled@0.5x.png'
  ])
  t.notOk(existsSync(join(install, 'dist/main.js')), 'there are bundles only')

  const agent = spawn(packline, ['serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const hasEnded = once(agent, 'exit')
  t.teardown(() => agent.kill('SIGKILL'))
  const lines = createInterface({ input: agent.stderr })
  for await (const line of lines) {
    const address = /"address":"([^"]+)"/.exec(line)?.[1]
    if (address === undefined) continue
    t.same(build(address).outputs, alone.outputs, 'a job makes the same')
    break
  }
  // It takes its workers with it: one that starts just now would make folders in what is being removed.
  agent.stderr.resume()
  agent.kill('SIGTERM')
  await hasEnded

  // What no command above needs: each thread, and the packages that few machines use.
  const said = execFileSync(process.execPath, [
    '-e',
    `
    const { Worker } = require('node:worker_threads')
    const { load } = require('${install}/dist/bundle-file.cjs')
    const packages = Object.assign({}, load('./packages.bundle.cjs'), load('./services.bundle.cjs'))
    for (const [name, load] of Object.entries(packages)) if (Object.keys(load()).length > 0) console.log(name)
    const shared = new Int32Array(new SharedArrayBuffer(4))
    const data = { strips: [], files: [], serializer: 'packline', options: {}, taken: shared }
    const pictures = { paths: [], next: shared, begun: shared, bytesLeft: shared }
    const request = { id: 1, slot: 0, pictures, record: '${folder}/none', output: '${folder}' }
    for (const name of ${JSON.stringify(threads)}.filter(name => !name.includes('basis'))) {
      const thread = new Worker('${install}/dist/' + name, { workerData: data })
      thread.on('message', answer => {
        console.log(name, JSON.stringify(answer))
        thread.terminate()
      })
      thread.postMessage(request)
    }
  `
  ], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .sort()
  t.match(said, [
    /^@alicloud/,
    /^@aws/,
    /^@aws/,
    /^@grpc/,
    /export-worker.js \[\]/,
    /outputs-worker.cjs \{"id":1,"count":-1\}/,
    /deflate-worker.cjs \[\]/,
    /picture-worker.cjs \{"id":1,/,
    /^dockerfile-ast/,
    /^ldapts/,
    /^nodemailer/,
    /^openid-client/,
    /^undici/,
    /^yaml/
  ])
})

t.test('a packline without its bundles, with a damaged or foreign code file, works all the same', async t => {
  const { folder, run, names } = copiedInstallation(t)
  const plan = (): string => run('assets', 'plan', '--help')
  const expected = plan()

  const codeFiles = names().filter(name => name.includes('.bundle.cjs.v'))
  t.ok(codeFiles.length > 1)
  for (const name of codeFiles) writeFileSync(join(folder, name), 'damaged')
  t.equal(plan(), expected, 'a damaged code file is replaced')
  for (const name of names()) if (name.endsWith('.bundle.cjs')) rmSync(join(folder, name))
  t.equal(plan(), expected)
})

t.test('a build with nothing to do, and the version, need the first file only', async t => {
  const sprite = readFileSync(join(import.meta.dirname, '../resources/sample-game/art/icons/icon_apple.png'))
  const rules = [{ name: 'all', processor: 'atlas', include: ['art/'], output: 'all' }]
  const project = JSON.stringify({ project: 'first', assets: { output: 'out', rules } })
  const { folder, game, run, names } = copiedInstallation(t, {
    'packline.json': project,
    art: { 'a.png': sprite }
  })
  const build = (): string => run('assets', 'build', '--json', '--project', game)
  build()

  for (const name of names()) {
    if (/^(?:assets|all)\.bundle\.cjs|\.js$/.test(name)) rmSync(join(folder, name))
  }
  t.match(JSON.parse(build()), { status: 'done', actions: { executed: 0 }, outputs: { length: 2 } })
  t.match(run('--version'), /^\d/)
})

t.test('the code that a build with work to do keeps is taken by the next one', async t => {
  const sprite = readFileSync(join(import.meta.dirname, '../resources/sample-game/art/icons/icon_apple.png'))
  const rules = [{ name: 'all', processor: 'copy', include: ['art/'], output: 'all' }]
  const project = JSON.stringify({ project: 'kept', assets: { output: 'out', rules } })
  const { folder, game, run, names } = copiedInstallation(t, { 'packline.json': project, art: {} })
  for (const name of names()) if (/\.assets$/.test(name)) rmSync(join(folder, name))
  const buildWith = (name: string): string[] => {
    writeFileSync(join(game, 'art', name), sprite)
    run('assets', 'build', '--project', game)
    const codeFiles = names().filter(name => /^(?:main|assets)\.bundle\.cjs\..*\.assets$/.test(name))
    return codeFiles.map(file => `${file} ${statSync(join(folder, file)).ino}`)
  }

  const kept = buildWith('a.png')

  t.equal(kept.length, 2)
  t.same(buildWith('b.png'), kept)
})

/** What is built, as somebody has it who may write there. */
function copiedInstallation (t: Test, game: NonNullable<Parameters<Test['testdir']>[0]> = {}) {
  execFileSync(launcher, ['--version'])
  const place = t.testdir({ home: {}, install: {}, game })
  const root = join(import.meta.dirname, '..')
  const folder = join(place, 'install/dist')
  cpSync(join(root, 'dist/'), folder, { recursive: true, dereference: true })
  cpSync(join(root, 'package.json'), join(place, 'install/package.json'))
  const run = (...words: string[]): string =>
    execFileSync(process.execPath, [join(folder, 'start.cjs'), ...words], {
      encoding: 'utf8',
      env: { ...environment(join(place, 'home')), PACKLINE_AGENT: 'none' }
    })
  return { folder, game: join(place, 'game'), run, names: () => readdirSync(folder) }
}
