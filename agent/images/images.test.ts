import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { pack } from 'tar-stream'
import t from 'tap'
import { looksSecret } from '../config/secret-looking.js'
import { argumentValues, checkArguments } from './build-arguments.js'
import { copyContext, readContext } from './image-context.js'
import { pinnedText, readContainerFile } from './container-file.js'
import { isUnknown, lastWords, registryFailure } from './registry-failure.js'
import { imageFiles } from './image-files.js'
import { parseReference } from './image-reference.js'
import { oldImages } from './image-retention.js'
import { imageTags } from './image-tags.js'
import { installedPackages, tellsPackages } from './installed-packages.js'

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`

t.test('every image that a Containerfile names is found and pinned, and stages are none', async t => {
  const text = [
    '# escape=`',
    'ARG WHICH=12',
    'FROM --platform=linux/amd64 debian:${WHICH} AS Build',
    'RUN --mount=type=bind,from=alpine:3,target=/a `',
    '  make',
    `FROM registry.example:5000/run/time@${digest('c')}`,
    'COPY --from=build --chown=1:1 /a /a',
    'COPY --from=0 /b /b',
    'COPY --from=busybox:${WHICH:-1} /c /c',
    'FROM scratch'
  ]
  const at = { file: 'Containerfile', image: 'game' }
  t.throws(() => readContainerFile('Containerfile', text.join('\r\n'), {}), {
    code: 'CONTAINER_FILE_INVALID',
    details: { line: 9 }
  }, 'builders fill in no variable there')
  text[8] = 'COPY --from=busybox:1 /c /c'
  const file = readContainerFile('Containerfile', text.join('\r\n'), { WHICH: '13' })
  t.strictSame(file.bases.map(({ name, line }) => [name, line]), [
    ['debian:13', 3],
    ['alpine:3', 4],
    [`registry.example:5000/run/time@${digest('c')}`, 6],
    ['busybox:1', 9]
  ])
  const digests = { 'debian:13': digest('a'), 'alpine:3': digest('b') }
  t.throws(() => pinnedText(file, digests, at), {
    code: 'CONTAINER_BASE_UNPINNED',
    details: { base: 'busybox:1' }
  })
  const pinned = pinnedText(file, { ...digests, 'busybox:1': digest('d') }, at)
  const wanted = text
    .join('\r\n')
    .replace('debian:${WHICH}', `docker.io/library/debian@${digest('a')}`)
    .replace('alpine:3', `docker.io/library/alpine@${digest('b')}`)
    .replace('busybox:1', `docker.io/library/busybox@${digest('d')}`)
  t.equal(pinned, wanted)
})

t.test('what is no image of a registry is none', async t => {
  t.strictSame(parseReference('dk/game:1'), { repository: 'docker.io/dk/game', tag: '1' })
  t.strictSame(parseReference('localhost:5000/a'), { repository: 'localhost:5000/a' })
  for (
    const odd of [
      'oci-archive:/etc/passwd',
      'dir:/x',
      'docker://a/b',
      '--x',
      'a b',
      'A/b',
      '../a',
      'a@sha256:1',
      `a@${digest('a')}@${digest('b')}`,
      ''
    ]
  ) t.equal(parseReference(odd), undefined, odd)
  for (
    const line of ['FROM dir:/x', 'FROM', 'FROM ${NO}', 'RUN true', 'FROM scratch\nCOPY --from=../x a b']
  ) {
    t.throws(() => readContainerFile('f', line, {}), { code: 'CONTAINER_FILE_INVALID' }, line)
  }
})

t.test('a build argument is declared, has a value, is used, and is no secret', async t => {
  const image = { arguments: { VERSION: '1', WHICH: null } }
  t.strictSame(argumentValues('game', image, { WHICH: 'b' }), { VERSION: '1', WHICH: 'b' })
  t.throws(() => argumentValues('game', image, {}), { code: 'CONTAINER_ARGUMENT_MISSING' })
  t.throws(() => argumentValues('game', image, { VERSON: '1' }), { code: 'CONTAINER_ARGUMENT_UNKNOWN' })
  t.throws(() => argumentValues('game', image, { WHICH: 'https://ann:secret@host/x' }), {
    code: 'CONTAINER_ARGUMENT_SECRET'
  })
  for (const name of ['NPM_TOKEN', 'DB_PASSWORD', 'AWS_SECRET_ACCESS_KEY']) t.ok(looksSecret(name, 'x'), name)
  for (const name of ['KEYBOARD', 'TOKENIZER', 'PASSENGERS', 'TOKEN_FILE']) {
    t.notOk(looksSecret(name, 'x'), name)
  }
  t.ok(looksSecret('A', '-----BEGIN RSA PRIVATE KEY-----'))
  const file = readContainerFile('f', 'FROM scratch\nARG A\nARG B=2 C\nARG TARGETARCH\n', {})
  t.doesNotThrow(() => {
    checkArguments('f', file, { A: '1', C: '' })
  })
  t.throws(() => checkArguments('f', file, { A: '1' }), /ARG C has no default/)
  t.throws(() => checkArguments('f', file, { A: '1', C: '', D: '' }), /no ARG takes .* D/)
})

t.test('a context is what its ignore file leaves, with the modes of version control', async t => {
  const project = t.testdir({
    server: {
      '.containerignore': '# made\n*.log\nbuild\n!build/keep\nsecret/**\r\n',
      '.dockerignore': 'run.sh\n',
      'a.log': '1',
      'A.LOG': '1',
      'run.sh': '#!/bin/sh',
      'b': { 'c.log': '2' },
      'build': { keep: 'k', other: 'o' },
      'secret': { key: 's' },
      '.git': { HEAD: 'x' },
      'empty': {}
    }
  })
  chmodSync(join(project, 'server/run.sh'), 0o775)
  symlinkSync('b/c.log', join(project, 'server/link'))
  symlinkSync('/etc/hostname', join(project, 'server/absolute'))
  const context = await readContext('game', project, 'server')
  t.strictSame(
    context.entries.map(({ path, kind }) => `${path} ${kind}`),
    [
      '.containerignore file',
      '.dockerignore file',
      'A.LOG file',
      'absolute link',
      'b folder',
      'b/c.log file',
      'build/keep file',
      'empty folder',
      'link link',
      'run.sh program',
      'secret folder'
    ]
  )
  const copy = join(project, 'copy')
  await copyContext(context, copy)
  t.equal(readFileSync(join(copy, 'build/keep'), 'utf8'), 'k')
  t.strictSame(['run.sh', 'b/c.log'].map(path => statSync(join(copy, path)).mode & 0o777), [0o755, 0o644])

  writeFileSync(join(project, 'server/b/c.log'), 'other')
  await t.rejects(copyContext(context, join(project, 'again')), { code: 'CONTAINER_CONTEXT_CHANGED' })
})

t.test('nothing of a context leads out of it', async t => {
  const outside = t.testdir({ secret: 's', project: { server: { sub: {} }, other: {} } })
  const project = join(outside, 'project')
  symlinkSync('../../secret', join(project, 'server/out'))
  await t.rejects(readContext('game', project, 'server'), {
    code: 'CONTAINER_OUTSIDE',
    details: { path: 'out', target: '../../secret' }
  })
  writeFileSync(join(project, 'server/.dockerignore'), 'out\n')
  t.equal((await readContext('game', project, 'server')).entries.length, 2)
  symlinkSync('../..', join(project, 'all'))
  await t.rejects(readContext('game', project, 'all'), { code: 'CONTAINER_OUTSIDE' })
  await t.rejects(readContext('game', project, 'none'), { code: 'CONTAINER_FILE_MISSING' })
  writeFileSync(join(project, 'server/.dockerignore'), 'out\n[a\n')
  await t.rejects(readContext('game', project, 'server'), /\[a is no pattern/)
  mkdirSync(join(project, 'server/.containerignore'))
  await t.rejects(readContext('game', project, 'server'), { code: 'CONTAINER_CONTEXT_INVALID' })
})

t.test('tags say which build they name, and need what they say', async t => {
  const name = { version: '1.2', build: 7, commit: 'a'.repeat(40) }
  t.strictSame(imageTags('game', ['{version}-{build}', 'latest', 'c-{commit}'], name), [
    { tag: '1.2-7', isFixed: true },
    { tag: 'latest', isFixed: false },
    { tag: `c-${'a'.repeat(12)}`, isFixed: false }
  ])
  t.throws(() => imageTags('game', ['{version}'], { build: 7 }), {
    code: 'CONTAINER_TAG_INVALID',
    details: { word: 'version' }
  })
})

t.test('the newest stay, and what a release or a site names; the oldest go first', async t => {
  const images = [1, 2, 3, 4, 5].map(day => ({
    repository: 'r/game',
    digest: digest(String(day)),
    tags: [],
    usedAt: `2026-11-0${day}T00:00:00.000Z`
  }))
  const kept = (keep: number, needed: string[] = []): string[] =>
    oldImages({ images, keep, needed: new Set(needed) }).map(({ digest }) => digest[7]!)
  t.strictSame(kept(2), ['1', '2', '3'])
  t.strictSame(kept(2, [`r/game@${digest('2')}`, `other/game@${digest('1')}`]), ['1', '3'])
  t.strictSame(kept(5), [])
})

async function layerFile (folder: string, name: string, files: Record<string, string>): Promise<string> {
  const archive = pack()
  for (const [path, text] of Object.entries(files)) archive.entry({ name: path }, text)
  archive.finalize()
  const file = join(folder, name)
  writeFileSync(file, gzipSync(await buffer(archive)))
  return file
}

t.test('a bill of materials has what is installed with all layers, and says what nobody read', async t => {
  const folder = t.testdir({})
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  const dpkg = 'Package: bash\nStatus: install ok installed\nVersion: 1:5.2+b1\nArchitecture: amd64\n\n' +
    'Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n'
  const npm = JSON.stringify({
    packages: {
      '': {},
      'node_modules/@a/b': { version: '2.0.0' },
      'node_modules/x/node_modules/y': { version: '1' }
    }
  })
  const lower = await layerFile(folder, 'one', {
    'var/lib/dpkg/status': 'Package: old\nStatus: install ok installed\nVersion: 1\n',
    'opt/node_modules/.package-lock.json': npm,
    'srv/x/node_modules/.package-lock.json': npm.replace('2.0.0', '3.0.0'),
    'usr/lib/python3/Zope.Interface-5.dist-info/METADATA': 'Name: Zope.Interface\nVersion: 5\n\nName: no\n'
  })
  const upper = await layerFile(folder, 'two', {
    './var/lib/dpkg/status': dpkg,
    'srv/.wh.x': '',
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'lib/apk/db/installed': 'P:musl\nV:1.2-r4\nA:x86_64\n\n',
    'var/lib/rpm/rpmdb.sqlite': 'x',
    'node_modules/.package-lock.json': '{'
  })
  const { files, unread } = await imageFiles([
    { file: lower, mediaType, sizeBytes: 1 },
    { file: upper, mediaType, sizeBytes: 1 },
    { file: 'none', mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', sizeBytes: 1 }
  ], tellsPackages)
  t.strictSame(unread, ['application/vnd.oci.image.layer.v1.tar+zstd'])
  const installed = installedPackages(files)
  t.strictSame(installed.packages.map(({ purl }) => purl), [
    'pkg:apk/debian/musl@1.2-r4?arch=x86_64&distro=debian-12',
    'pkg:deb/debian/bash@1:5.2%2Bb1?arch=amd64&distro=debian-12',
    'pkg:npm/%40a/b@2.0.0',
    'pkg:npm/y@1',
    'pkg:pypi/zope-interface@5'
  ])
  t.strictSame(installed.unread, ['var/lib/rpm/rpmdb.sqlite', 'node_modules/.package-lock.json'])
  const long = await imageFiles([{ file: lower, mediaType, sizeBytes: 1 }], tellsPackages, 100)
  t.strictSame(long.unread, [
    'opt/node_modules/.package-lock.json',
    'srv/x/node_modules/.package-lock.json'
  ], 'a list too long to be read is named')
})

t.test('what registries and disks say becomes an error of its own', async t => {
  const at = { tool: 'skopeo', work: 'push', repository: 'r.example:5000/game', storage: '/s' }
  const log = (words: string): string => `time="2026-11-30T16:22:54Z" level=fatal msg="${words}"`
  // As skopeo 1.9 and buildah 1.28 said it to docker-registry 2.8, and Go's text of ENOSPC.
  const said: Record<string, string> = {
    CONTAINER_REGISTRY_AUTH: log(
      'initializing source docker://r: reading manifest v1: unauthorized: authentication required'
    ),
    CONTAINER_REGISTRY_UNREACHABLE: log(
      'pinging container registry r: Get \\"https://r/v2/\\": dial tcp 127.0.0.1:1: connect: connection refused'
    ),
    CONTAINER_REGISTRY_REFUSED: log(
      'Failed to delete /v2/game/manifests/sha256:1: {\\"errors\\":[{\\"code\\":\\"UNSUPPORTED\\"}]} (405 Method Not Allowed)'
    ),
    CONTAINER_DISK_FULL: log('writing blob: write /s/x: no space left on device'),
    CONTAINER_BUILDER_FAILED: log('something new')
  }
  for (const [code, text] of Object.entries(said)) {
    t.match(registryFailure({ status: 1, out: Buffer.alloc(0), said: text }, at), { code })
  }
  t.equal(lastWords(said.CONTAINER_REGISTRY_REFUSED!).includes('"UNSUPPORTED"'), true)
  t.ok(
    isUnknown({
      status: 1,
      out: Buffer.alloc(0),
      said: log('reading manifest v9: manifest unknown: manifest unknown')
    })
  )
})
