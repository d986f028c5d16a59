import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { GitSource } from './git-source.js'
import { ForgeServer } from './testing/forge-server.js'
import { plainEnvironment, TestRepository } from './testing/repositories.js'

const login = 'oauth2:canary-token'
const noLfs = spawnSync('git', ['lfs', 'version'], { env: plainEnvironment }).status === 0
  ? false
  : 'the Debian package git-lfs is not installed'
const never = new AbortController().signal

async function start (t: Test) {
  const folder = t.testdir()
  const [game, art] = ['game', 'art'].map(name => new TestRepository(join(folder, 'served', `${name}.git`)))
  const forge = await ForgeServer.start(join(folder, 'served'), login)
  const other = await ForgeServer.start(join(folder, 'served'))
  t.teardown(async () => {
    await forge.close()
    await other.close()
  })
  const source = new GitSource({
    name: 'dk',
    config: { url: `${forge.url}/game.git`, branches: ['main'], forge: 'gitlab' },
    mirror: join(folder, 'mirror'),
    needsFiles: true,
    token: 'canary-token',
    environment: plainEnvironment
  })
  const said: string[] = []
  const checkOut = async (commit: string): Promise<(file: string) => string> => {
    const copy = join(folder, 'copy')
    await source.checkOut(commit, copy, never, line => said.push(line))
    return file => readFileSync(join(copy, file), 'utf8').trim()
  }
  if (game === undefined || art === undefined) throw new Error('no repositories')
  return { game, art, forge, other, source, checkOut }
}

/** The pointer that git keeps, as git-lfs docs/spec.md has it. */
function pointer (content: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${
    hash('sha256', content)
  }\nsize ${content.length}\n`
}

t.test('a private submodule of the same server is fetched with the token, one elsewhere without', async t => {
  const { game, art, forge, other, source, checkOut } = await start(t)
  const inside = art.commit({ message: 'art', files: { a: 'drawn' } })
  const modules = ['../art.git', `${other.url}/art.git`].map((url, index) =>
    `[submodule "${index}"]\n\tpath = part${index}\n\turl = ${url}\n`
  )
  const head = game.commit({
    message: 'start',
    files: { '.gitmodules': modules.join('') },
    links: { part0: inside, part1: inside }
  })
  await source.fetch()
  const content = await checkOut(head)
  t.same([content('part0/a'), content('part1/a')], ['drawn', 'drawn'])
  t.ok(
    forge.seen.some(({ path, authorization }) => path.startsWith('/art.git') && authorization !== undefined)
  )
  t.ok(other.seen.length > 0)
  t.same(other.seen.filter(({ authorization }) => authorization !== undefined), [], 'the token stays at home')
})

t.test('what is under Git LFS comes over HTTP, of submodules too', { skip: noLfs }, async t => {
  const { game, art, forge, source, checkOut } = await start(t)
  for (const content of ['painted', 'carved']) forge.objects.set(hash('sha256', content), content)
  const attributes = '*.png filter=lfs -text\n'
  const inside = art.commit({
    message: 'art',
    files: { '.gitattributes': attributes, 'b.png': pointer('carved') }
  })
  const head = game.commit({
    message: 'start',
    files: {
      '.gitattributes': attributes,
      'a.png': pointer('painted'),
      '.gitmodules': '[submodule "art"]\n\tpath = art\n\turl = ../art.git\n'
    },
    links: { art: inside }
  })
  await source.fetch()
  const content = await checkOut(head)
  t.same([content('a.png'), content('art/b.png')], ['painted', 'carved'])

  const gone = game.commit({ message: 'gone', files: { 'a.png': pointer('never uploaded') } })
  await source.fetch()
  await t.rejects(checkOut(gone), {
    code: 'REPOSITORY_COMMAND_FAILED',
    details: { reason: /does not exist/ }
  })
})

t.test('an .lfsconfig or a redirection that names another server does not bring it the token', {
  skip: noLfs
}, async t => {
  const { game, forge, other, source, checkOut } = await start(t)
  other.objects.set(hash('sha256', 'bait'), 'bait')
  const head = game.commit({
    message: 'start',
    files: {
      '.gitattributes': '*.png filter=lfs -text\n',
      '.lfsconfig': `[lfs]\n\turl = ${other.url}/game.git/info/lfs\n`,
      'a.png': pointer('bait')
    }
  })
  await source.fetch()
  const content = await checkOut(head)
  t.equal(content('a.png'), 'bait', "a server of its own for LFS is the project's affair")
  const named = other.seen.splice(0)
  t.ok(named.length > 0)
  t.same(named.filter(({ authorization }) => authorization !== undefined), [])

  forge.redirectLfs = other.url
  other.objects.set(hash('sha256', 'more'), 'more')
  const next = game.commit({ message: 'next', files: { '.lfsconfig': null, 'a.png': pointer('more') } })
  await source.fetch()
  await checkOut(next).catch(() => {})
  t.ok(forge.seen.some(({ path }) => path.includes('/info/lfs/')))
  t.same(other.seen.filter(({ authorization }) => authorization !== undefined), [])
})
