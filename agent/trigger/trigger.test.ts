// Takes 38 s.
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../errors.js'
import { unreadableRange } from './unreadable-range.js'
import { projectFile, WatchedRepository } from './testing/watched-repository.js'
import type { WatchOptions } from './testing/watched-repository.js'

/** Its end is registered first: tap runs teardowns in order, and the folder's removal is one. */
async function started (t: Test): Promise<WatchedRepository> {
  const end: { close?: () => Promise<void> } = {}
  t.teardown(async () => {
    await end.close?.()
  })
  const repository = new WatchedRepository(t.testdir())
  await repository.start()
  end.close = async () => {
    await repository.close()
  }
  return repository
}

async function watched (t: Test, options: WatchOptions = {}): Promise<WatchedRepository> {
  const repository = await started(t)
  repository.origin.commit({
    message: 'start',
    files: { 'packline.json': projectFile, 'art/units/a.png': '1' }
  })
  await repository.open(options)
  await repository.trigger.look()
  return repository
}

const built = (repository: WatchedRepository): string[] =>
  repository.jenkins.builds.map(({ parameters }) => parameters.PACKLINE_COMMIT!)

t.test('a push of one sprite starts a build that knows its commits and paths, and moves lastGood', async t => {
  const repository = await watched(t)
  t.same(built(repository), [], 'what was there before is not built')
  const first = repository.origin.head()!
  const head = repository.origin.commit({
    message: 'sprite',
    files: { 'art/units/图.png': '2', 'readme.md': 'x' }
  })

  await repository.trigger.look()
  await repository.rest()
  const second = repository.origin.commit({
    message: 'another',
    files: { 'art/units/b.png': '2', 'src/a.ts': '' }
  })
  await repository.trigger.look()
  await repository.rest()

  t.match(repository.jenkins.builds.map(({ parameters }) => parameters), [
    {
      PACKLINE_COMMIT: head,
      PACKLINE_BRANCH: 'main',
      PACKLINE_REPOSITORY: 'dk',
      PACKLINE_COMMITS: head,
      PACKLINE_FULL: 'true',
      PACKLINE_BASE: ''
    },
    {
      PACKLINE_COMMIT: second,
      PACKLINE_BASE: head,
      PACKLINE_PATHS: 'art/units/b.png',
      PACKLINE_FULL: 'false'
    }
  ])
  t.match(repository.lane(), { lastGood: second, head: second, run: null })
  t.same(repository.reports.map(({ state, on }) => [state, ...on]).filter(([state]) => state !== 'running'), [
    ['succeeded', head],
    ['succeeded', second]
  ])
  t.notSame(first, head)
})

t.test('path filters, [skip ci] and requirePrefix decide what asks for a build', async t => {
  const repository = await watched(t, { pipeline: { requirePrefix: 'CICD' } })
  const push = async (message: string, files: Record<string, string>): Promise<number> => {
    repository.origin.commit({ message, files })
    await repository.trigger.look()
    await repository.rest()
    return repository.jenkins.builds.length
  }

  t.equal(await push('CICD code only', { 'src/a.ts': '1' }), 0)
  t.equal(await push('CICD excluded', { 'sound/raw/a.wav': '1' }), 0)
  t.equal(await push('no prefix', { 'art/units/a.png': '2' }), 0)
  t.equal(await push('CICD but [skip ci]', { 'art/units/a.png': '3' }), 0)
  t.equal(await push('CICD sound', { 'sound/a.wav': '1' }), 1)
  t.equal(
    await push('CICD project file', { 'packline.json': projectFile.replace('sound/raw', 'sound/rough') }),
    2
  )
  t.equal(await push('CICD no longer excluded', { 'sound/raw/a.wav': '2' }), 3)
  t.equal(await push('CICD broken project file', { 'packline.json': '{' }), 4, 'the build says what is wrong')
})

t.test('pushes while a build runs become one batch', async t => {
  const repository = await watched(t)
  repository.resultOf = () => undefined
  repository.origin.commit({ message: '1', files: { 'art/units/1.png': '1' } })
  await repository.trigger.look()
  await repository.until('the first build', () => repository.jenkins.builds.length === 1)
  const first = repository.origin.head()!
  for (let index = 2; index <= 6; index++) {
    repository.origin.commit({ message: String(index), files: { [`art/units/${index}.png`]: '1' } })
    await repository.trigger.look()
  }
  repository.resultOf = () => 'SUCCESS'
  repository.settle()
  await repository.rest()

  t.same(built(repository), [first, repository.origin.head()])
  t.equal(repository.reports.find(({ state, head }) => state === 'succeeded' && head !== first)?.on.length, 5)
})

t.test('a failing batch is searched for the commit at fault, which gets its own status', async t => {
  const repository = await watched(t)
  const ids: string[] = []
  repository.origin.commit({ message: 'good', files: { 'art/units/0.png': '0' } })
  await repository.trigger.look()
  await repository.rest()
  const good = repository.origin.head()!
  for (let index = 1; index <= 12; index++) {
    ids.push(
      repository.origin.commit({
        message: String(index),
        files: { [index % 4 === 0 ? `src/${index}.ts` : `art/units/${index}.png`]: '1' }
      })
    )
  }
  const broken = ids[6]!
  repository.resultOf = ({ parameters }) =>
    repository.origin.git('rev-list', parameters.PACKLINE_COMMIT!).includes(broken) ? 'FAILURE' : 'SUCCESS'

  await repository.trigger.look()
  await repository.rest()
  t.match(repository.lane(), { culprit: broken, lastGood: ids[5], failed: ids[11] })
  t.same(repository.reports.filter(({ state }) => state === 'culprit').map(({ on }) => on), [[broken]])
  t.ok(repository.jenkins.builds.length <= 6, `${repository.jenkins.builds.length} builds`)
  t.same(repository.reports.find(({ state }) => state === 'failed')?.on, ids)
  repository.resultOf = () => 'SUCCESS'
  repository.origin.commit({ message: 'mend', files: { 'art/units/7.png': '2' } })
  await repository.trigger.look()
  await repository.rest()
  t.match(repository.lane(), { culprit: null, failed: null, lastGood: repository.origin.head() })
  t.not(good, broken)
})

t.test('rewritten history is built in full, a branch that was put back too', async t => {
  const repository = await watched(t)
  const base = repository.origin.head()!
  repository.origin.commit({ message: 'a', files: { 'art/units/b.png': '1' } })
  await repository.trigger.look()
  await repository.rest()
  const forced = repository.origin.commit({
    message: 'a again',
    files: { 'art/units/b.png': '2' },
    from: base
  })
  await repository.trigger.look()
  await repository.rest()
  t.match(repository.jenkins.builds.at(-1)?.parameters, {
    PACKLINE_COMMIT: forced,
    PACKLINE_FULL: 'true',
    PACKLINE_PATHS: '',
    PACKLINE_COMMITS: forced
  })
  repository.origin.git('update-ref', 'refs/heads/main', base)
  await repository.trigger.look()
  await repository.rest()

  t.match(repository.jenkins.builds.at(-1)?.parameters, { PACKLINE_COMMIT: base, PACKLINE_FULL: 'true' })
  t.match(repository.lane(), { lastGood: base, head: base })
})

t.test('a new branch builds its own commits, a merge what it brings in, a tag nothing; a deleted branch is forgotten', async t => {
  const repository = await watched(t)
  const base = repository.origin.head()!
  repository.origin.git('branch', 'empty', base)
  const side = repository.origin.commit({
    message: 'side 1',
    files: { 'art/units/s.png': '1' },
    branch: 'side',
    from: base
  }, { message: 'side 2', files: { 'src/x.ts': '1' }, branch: 'side' })
  repository.origin.git('tag', 'v1', side)
  await repository.trigger.look()
  await repository.rest()
  t.match(
    repository.jenkins.builds.map(({ parameters }) => [
      parameters.PACKLINE_BRANCH,
      parameters.PACKLINE_COMMITS!
        .split('\n')
        .length
    ]),
    [['side', 2]]
  )
  repository.origin.commit({ message: 'merge', merge: side, files: { 'art/units/s.png': '1' } })
  repository.origin.git('branch', '-D', 'side')
  await repository.trigger.look()
  await repository.rest()

  t.equal(repository.jenkins.builds.at(-1)?.parameters.PACKLINE_BRANCH, 'main')
  t.same(repository.trigger.lanes.map(({ branch }) => branch).sort(), ['empty', 'main'])
})

t.test('the first push to an empty repository is built', async t => {
  const repository = await started(t)
  await repository.open()
  await repository.trigger.look()
  const head = repository.origin.commit({ message: 'first', files: { 'packline.json': projectFile } }, {
    message: 'second',
    files: { 'art/units/a.png': '1' }
  })
  await repository.trigger.look()
  await repository.rest()

  t.match(repository.jenkins.builds.map(({ parameters }) => parameters), [{
    PACKLINE_COMMIT: head,
    PACKLINE_FULL: 'true'
  }])
})

t.test('five thousand commits in one push are cut into batches, each commit in one of them', async t => {
  const repository = await watched(t, { pipeline: { maxFiles: 2000 } })
  repository.origin.commit({ message: 'good', files: { 'art/units/0.png': '0' } })
  await repository.trigger.look()
  await repository.rest()
  repository.origin.commit(
    ...Array.from(
      { length: 5000 },
      (_, index) => ({
        message: `commit ${index}`,
        files: { [`art/unit-${index % 90}/${index}.png`]: `v${index}` }
      })
    )
  )
  await repository.trigger.look()
  await repository.rest()

  const succeeded = repository.reports.filter(({ state }) => state === 'succeeded').map(({ on }) => on)
  t.same(succeeded.map(on => on.length), [1, 2000, 2000, 1000])
  t.equal(new Set(succeeded.flat()).size, 5001)
  t.equal(
    repository.jenkins.builds.at(-1)?.parameters.PACKLINE_COMMITS,
    '',
    'a list that is too long for an environment variable is left out'
  )
})

t.test('Jenkins that is down, or answers a web page, holds a batch up and loses nothing', async t => {
  const repository = await watched(t)
  repository.jenkins.intercept = (_request, reply) => {
    reply.type('text/html').send('<html><head><title>Sign in</title></head></html>')
    return true
  }
  repository.origin.commit({ message: '1', files: { 'art/units/1.png': '1' } })
  await repository.trigger.look()
  await repository.until(
    'a problem',
    () => repository.lane()?.run?.problem?.code === 'JENKINS_ANSWER_INVALID'
  )
  repository.jenkins.intercept = undefined
  await repository.rest()
  t.match(repository.lane(), { lastGood: repository.origin.head() })
  t.equal(repository.jenkins.builds.length, 1)
})

t.test('a start whose answer is lost is not doubled', async t => {
  const repository = await watched(t)
  let lost = 0
  repository.jenkins.intercept = async (request, reply) => {
    if (request.method !== 'POST' || lost > 0) return false
    lost++
    // Jenkins does as it is asked; only the answer never arrives.
    repository.jenkins.requests.length = 0
    await fetch(`${repository.jenkins.url}${request.url}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(request.body as Record<string, string>)
    })
    reply.hijack()
    request.raw.socket.destroy()
    return true
  }
  repository.origin.commit({ message: '1', files: { 'art/units/1.png': '1' } })
  await repository.trigger.look()
  await repository.rest()

  t.equal(lost, 1)
  t.equal(repository.jenkins.builds.length, 1)
  t.match(repository.lane(), { lastGood: repository.origin.head() })
})

t.test("a job that does not declare the run's name is not started", async t => {
  const repository = await watched(t)
  repository.jenkins.jobs.set('assets', { parameters: ['OTHER'], buildable: true })
  repository.origin.commit({ message: '1', files: { 'art/units/1.png': '1' } })
  await repository.trigger.look()
  await repository.until(
    'a problem',
    () => repository.lane()?.run?.problem?.code === 'JENKINS_JOB_PARAMETERS'
  )

  t.equal(repository.jenkins.builds.length, 0)
})

t.test('an aborted build is not started again; the next push takes its commits in', async t => {
  const repository = await watched(t)
  repository.resultOf = () => 'ABORTED'
  const first = repository.origin.commit({ message: '1', files: { 'art/units/1.png': '1' } })
  await repository.trigger.look()
  await repository.rest()
  repository.resultOf = () => 'SUCCESS'
  const second = repository.origin.commit({ message: '2', files: { 'art/units/2.png': '1' } })
  await repository.trigger.look()
  await repository.rest()

  t.equal(repository.jenkins.builds.length, 2)
  t.same(repository.reports.filter(({ state }) => state === 'succeeded').map(({ on }) => on), [[
    first,
    second
  ]])
})

t.test('a range that cannot be read is built whole and told; no other branch waits for it', async t => {
  const repository = await watched(t, {
    onSource: source => {
      const read = source.commits.bind(source)
      source.commits = async (since, head, options) => {
        const commits = await read(since, head, options)
        const broken = commits.find(({ message }) => message.startsWith('broken'))
        if (broken?.message === 'broken for now') {
          throw new PacklineError('REPOSITORY_COMMAND_FAILED', { what: 'dk', command: 'x', reason: 'later' })
        }
        if (broken !== undefined) throw unreadableRange('dk', head, new Error('an odd form'))
        return commits
      }
      return source
    }
  })
  const { origin } = repository
  const base = origin.head()!
  const change = { files: { 'readme.md': 'nothing of the project' } }
  const later = origin.commit({ message: 'broken for now', branch: 'a', from: base, ...change })
  const broken = origin.commit({ message: 'broken', branch: 'b', from: base, ...change })
  const fine = origin.commit({ message: 'fine', branch: 'c', from: base, files: { 'art/units/c.png': '1' } })

  const errors: string[] = []
  await repository.trigger.look(['dk'], ({ code }) => errors.push(code))
  await repository.rest()
  t.same(errors, ['REPOSITORY_COMMAND_FAILED'], 'what may be read later is told, and met again')
  t.same(built(repository).sort(), [broken, fine].sort())
  t.notMatch(built(repository), [later])
  t.match(repository.jenkins.builds.find(({ parameters }) => parameters.PACKLINE_COMMIT === broken), {
    parameters: { PACKLINE_FULL: 'true', PACKLINE_BASE: '' }
  })
  t.match(repository.problems.filter(({ code }) => code === 'REPOSITORY_RANGE_UNREADABLE'), [
    { branch: 'b', head: broken, message: 'an odd form' }
  ])
})
