// Takes 40 s.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { projectHere } from '../../../test/support/project-here.js'
import { freePort } from '../../processes/free-port.js'

t.setTimeout(170_000)
const path = `${process.env.PATH}:/usr/sbin:/sbin`
const lacking = ['buildah', 'skopeo', 'docker-registry'].filter(name =>
  spawnSync(name, ['--help'], { env: { PATH: path } }).error !== undefined
)
const skip = lacking.length > 0 && `Debian packages ${lacking.join(', ')}`

/** Debian's registry, which lets in who has the password. */
async function startRegistry (folder: string): Promise<string> {
  const port = await freePort()
  // bcrypt of pass-word
  writeFileSync(
    join(folder, 'htpasswd'),
    'ann:$2b$04$abcdefghijklmnopqrstuuudBIGi88QUaH8UOst3i3n1jdKYDf0WW\n'
  )
  writeFileSync(
    join(folder, 'registry.yml'),
    `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: ${folder}/registry }, delete: { enabled: true } }
auth: { htpasswd: { realm: test, path: ${folder}/htpasswd } }
http: { addr: "127.0.0.1:${port}" }
`
  )
  const server = spawn('docker-registry', ['serve', join(folder, 'registry.yml')], {
    env: { PATH: path },
    stdio: 'ignore'
  })
  t.teardown(async () => {
    server.kill()
    await once(server, 'exit')
  })
  for (let tries = 0;; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined)
    if (answer?.status === 401) return `127.0.0.1:${port}`
    if (tries > 200) throw new Error('no registry')
    await delay(50)
  }
}

/** A shell and its libraries, as they are on this machine. */
function putShell (folder: string): void {
  const libraries =
    execFileSync('ldd', ['/bin/sh', '/bin/cat', '/bin/ls'], { encoding: 'utf8' }).match(/\/\S+\.so\S*/g) ?? []
  for (const file of new Set([...libraries, '/bin/sh', '/bin/cat', '/bin/ls'])) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    copyFileSync(realpathSync(file), join(folder, file))
  }
}

interface Manifest {
  config: { digest: string }
  layers: Array<{ digest: string }>
}

t.test('images are built, pushed by digest, recorded and pruned', { skip }, async t => {
  const folder = t.testdir({})
  const registry = await startRegistry(folder)
  const repository = `${registry}/dk/game-server`
  const document: any = {
    project: 'dk',
    environments: { live: { services: { GameServer: { addresses: ['game.example:1'] } } } },
    images: {
      base: { context: 'base', repository: `${registry}/dk/base`, tags: ['v1'] },
      game: {
        context: 'server',
        containerfile: 'server.Containerfile',
        repository,
        arguments: { WHICH: 'one' },
        secrets: ['npm'],
        labels: { 'example.team': '后端 "a" $b' },
        tags: ['{version}-{build}', 'latest'],
        keep: 1,
        service: 'GameServer'
      }
    }
  }
  const { packline, write, home } = projectHere(join(folder, 'project'), document, { path })
  const ask = async (rest: string, options: RequestInit = {}): Promise<Response> =>
    await fetch(`http://${registry}/v2/dk/game-server/${rest}`, {
      ...options,
      headers: {
        authorization: `Basic ${Buffer.from('ann:pass-word').toString('base64')}`,
        accept: 'application/vnd.oci.image.manifest.v1+json',
        'content-type': 'application/vnd.oci.image.manifest.v1+json'
      }
    })
  const tags = async (): Promise<string[]> => {
    const { tags }: { tags?: string[] } = await (await ask('tags/list')).json() as object
    return tags?.sort() ?? []
  }
  const built = async (...argv: string[]): Promise<any> => {
    const answer = await packline('image', 'build', 'game', '--json', ...argv)
    t.equal(answer.status, 0, answer.stderr)
    return answer.json()
  }
  const configure = (images: object): void => {
    write({ 'agent.json': JSON.stringify({ device: 'linux-1', images: { driver: 'vfs', ...images } }) })
  }
  const access = { registries: { [registry]: { credentialsFile: join(folder, 'credentials') } } }
  const secrets = { npm: { secretFile: join(folder, 'npm') } }
  const whole = { ...access, secrets }
  writeFileSync(join(folder, 'credentials'), 'ann:pass-word\n')
  writeFileSync(join(folder, 'npm'), 'a-secret-of-npm')
  putShell(join(folder, 'project/base'))
  write({
    'base/Containerfile': 'FROM scratch\nCOPY . /\n',
    'base/.containerignore': 'Containerfile\n',
    'base/var/lib/dpkg/status':
      'Package: dash\nStatus: install ok installed\nVersion: 0.5\nArchitecture: amd64\n',
    'server/run.sh': '#!/bin/sh\n',
    'server/notes.log': 'notes-of-nobody',
    'server/.dockerignore': '*.log\n',
    'server.Containerfile': `FROM ${registry}/dk/base:v1
ARG WHICH
COPY . /app
RUN --mount=type=secret,id=npm read -r word < /run/secrets/npm; echo "$WHICH \${#word}" > /app/told; ls /app
`
  })
  configure(access)

  await t.test('a base image from scratch, whose digest is then written down', async t => {
    const base = await packline('image', 'build', 'base', '--json')
    t.equal(base.status, 0, base.stderr)
    const { digest, packages } = base.json().images[0].record
    t.equal(packages, 1)
    t.match(await packline('image', 'plan', 'game', '--json'), {
      status: 1,
      stdout: /CONTAINER_BASE_UNPINNED/
    })
    writeFileSync(
      join(folder, 'project/packline.json'),
      JSON.stringify(document, null, 2).replace('"game": {', '"game": { // ours')
    )
    t.match(await packline('image', 'pin', 'game'), { status: 0, stderr: new RegExp(digest) })
    const text = readFileSync(join(folder, 'project/packline.json'), 'utf8')
    t.ok(text.includes(`"${registry}/dk/base:v1": "${digest}"`) && text.includes('// ours'))
    t.match(await packline('image', 'pin', 'game'), { stderr: /as they were/ })
  })

  await t.test('what stands in the way of the first build is told, and nothing is pushed', async t => {
    const refused = async (code: string, ...argv: string[]): Promise<void> => {
      const { status, stdout } = await packline(
        'image',
        'build',
        'game',
        '--json',
        '--app-version=1.0',
        ...argv
      )
      t.not(status, 0)
      t.match(stdout, new RegExp(`"${code}"`))
    }
    await refused('CONTAINER_TAG_INVALID')
    await refused('CONTAINER_SECRET_UNKNOWN', '--build=1')
    await refused('CONTAINER_ARGUMENT_UNKNOWN', '--build=1', '--argument=WHICH1=x')
    await refused('CONTAINER_ARGUMENT_SECRET', '--build=1', '--argument=WHICH=glpat-abcdefghijklmnopqrst')
    configure({ secrets })
    await refused('CONTAINER_REGISTRY_AUTH', '--build=1')
    writeFileSync(join(folder, 'wrong'), 'ann:other')
    configure({ secrets, registries: { [registry]: { credentialsFile: join(folder, 'wrong') } } })
    await refused('CONTAINER_REGISTRY_AUTH', '--build=1')
    configure(whole)
    const file = readFileSync(join(folder, 'project/server.Containerfile'), 'utf8')
    write({ 'server.Containerfile': `${file}RUN echo 401 unauthorized; false\n` })
    await refused('CONTAINER_BUILD_FAILED', '--build=1')
    write({ 'server.Containerfile': file.replace(/dk\/base:v1/, `dk/base@sha256:${'0'.repeat(64)}`) })
    await refused('CONTAINER_BASE_UNKNOWN', '--build=1')
    write({ 'server.Containerfile': file })
    t.strictSame(await tags(), [])
  })

  let first = ''
  await t.test('the first build: what is inside, what is said of it, and no secret', async t => {
    const { images: [{ isBuilt, record }] } = await built('--app-version=1.0', '--build=1', '--commit=r17')
    first = record.digest
    t.ok(isBuilt)
    t.strictSame(await tags(), ['1.0-1', 'latest'])
    const manifest = await (await ask(`manifests/${first}`)).json() as Manifest
    const config = await (await ask(`blobs/${manifest.config.digest}`)).text()
    t.match(JSON.parse(config).config.Labels, {
      'org.opencontainers.image.version': '1.0-1',
      'org.opencontainers.image.revision': 'r17',
      'org.opencontainers.image.created': /^20/,
      'example.team': '后端 "a" $b'
    })
    const layers = await Promise.all(
      manifest.layers.map(async layer => gunzipSync(await (await ask(`blobs/${layer.digest}`)).arrayBuffer()))
    )
    const inside = Buffer.concat(layers)
    t.ok(inside.includes('one 15\n'), 'RUN reads the secret')
    for (const secret of ['a-secret-of-npm', 'notes-of-nobody']) {
      t.notOk(inside.includes(secret) || config.includes(secret), secret)
    }
    const bom = JSON.parse((await packline('image', 'bom', 'game')).stdout)
    t.match(bom, {
      specVersion: '1.5',
      metadata: { component: { name: repository } },
      components: [{ name: 'dash' }]
    })
  })

  await t.test('nothing changed: nothing is built, and new tags name what is there', async t => {
    t.match((await packline('image', 'plan', 'game', '--json')).json(), {
      images: [{ state: 'unchanged', digest: first }]
    })
    const { images: [{ isBuilt, record }] } = await built('--app-version=1.0', '--build=2')
    t.notOk(isBuilt)
    t.strictSame([record.digest, record.tags], [first, ['1.0-1', '1.0-2', 'latest']])
    write({ 'server/notes.log': 'other' })
    t.match((await packline('image', 'plan', 'game', '--json')).json(), { images: [{ state: 'unchanged' }] })
    write({ 'server/run.sh': '#!/bin/sh -e\n' })
    t.match(
      (await packline('image', 'plan', 'game', '--argument=WHICH=two')).stdout,
      /arguments.*input run\.sh changed/s
    )
  })

  await t.test('a tag with a number never names other bytes', async t => {
    const { stdout } = await packline('image', 'build', 'game', '--json', '--app-version=1.0', '--build=2')
    t.match(stdout, /CONTAINER_TAG_TAKEN/)
    t.strictSame(await tags(), ['1.0-1', '1.0-2', 'latest'])
  })

  await t.test('a release keeps its image; the old go, but for what somebody else has tagged', async t => {
    const { release } = await built('--app-version=1.0', '--build=3', '--record', '--why=weekly')
    t.equal(release, '1.0-3')
    const shown = (await packline('release', 'show', '1.0-3', '--json')).json()
    t.match(shown.images, { game: { repository, digest: /^sha256:/, service: 'GameServer' } })
    write({ 'server/run.sh': '#!/bin/sh -x\n' })
    const { images: [{ record: { digest: third } }] } = await built('--app-version=1.0', '--build=4')
    write({ 'server/run.sh': '#!/bin/sh -u\n' })
    await built('--app-version=1.0', '--build=5')

    await ask('manifests/prod', { method: 'PUT', body: await (await ask(`manifests/${third}`)).text() })
    const dry = (await packline('image', 'prune', 'game', '--dry-run', '--json')).json()
    t.strictSame(dry.images.map(({ digest, keptBy }: any) => [digest, keptBy]), [[first, undefined], [
      third,
      'prod'
    ]])
    t.match(await packline('image', 'prune', 'game'), { status: 2, stderr: /--why/ })
    t.match(await packline('image', 'prune', 'game', '--why=old'), {
      status: 0,
      stderr: /1 old image removed[^]*prod/
    })
    t.equal((await ask(`manifests/${first}`)).status, 404)
    t.strictSame(await tags(), ['1.0-3', '1.0-4', '1.0-5', 'latest', 'prod'])
    t.equal((await packline('image', 'list', 'game', '--json')).json().builds.length, 3)
  })

  await t.test('the same inputs at the same commit are the same bytes; what is gone from the registry is built', async t => {
    const git = (...argv: string[]): void => {
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...argv], {
        cwd: join(folder, 'project'),
        stdio: 'ignore'
      })
    }
    write({ '.gitignore': '.home\nagent.json\n' })
    git('init')
    git('add', '.')
    git('commit', '-m', 'one')
    write({ 'uncommitted.txt': 'x' })
    const before = (await built('--app-version=1.1', '--build=6', '--rebuild')).images[0].record
    t.match(before.commit, /^[0-9a-f]{40}$/)
    await ask(`manifests/${before.digest}`, { method: 'DELETE' })
    const { isBuilt, why, record } = (await built('--app-version=1.1', '--build=6')).images[0]
    t.strictSame([isBuilt, record.digest], [true, before.digest])
    t.match(why, [/no longer in/])
    const manifest = await (await ask(`manifests/${record.digest}`)).json() as Manifest
    const config = await (await ask(`blobs/${manifest.config.digest}`)).text()
    t.match(JSON.parse(config).config.Labels, {
      'org.opencontainers.image.revision': `${record.commit}-dirty`
    }, 'it is not that commit alone')
  })

  await t.test('the machine tells what became of it', async t => {
    const file = join(home, 'proofs/images/dk.game.json')
    t.match(JSON.parse(readFileSync(file, 'utf8')), { detail: /^game-server:1\.1-6 sha256:/ })
    const checks = (await packline('health', '--json')).json().checks as Array<{ id: string }>
    t.match(checks.find(({ id }) => id === 'imageBuilder'), { value: /^1\./, state: 'ok' })
    t.match(checks.find(({ id }) => id === 'image.dk.game'), { state: 'ok', detail: /sha256:/ })
  })
})

t.test('a machine without the tools says which', async t => {
  const { packline, write } = projectHere(t.testdir({}), {
    project: 'dk',
    images: { game: { repository: 'r.example/game' } }
  }, { path: '/nowhere' })
  write({ Containerfile: 'FROM scratch\n' })
  t.match(await packline('image', 'plan'), { status: 3, stderr: /no buildah[^]*apt install/ })
  t.match(await packline('image', 'plan', 'gaem'), { status: 2, stderr: /no image named "gaem"/ })
})
