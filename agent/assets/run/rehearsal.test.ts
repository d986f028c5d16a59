import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../../test/support/processes.js'
import { digests } from '../testing/project.js'
import { parseProject } from '../../config/project-file.js'
import { Rehearsal, isRehearsed } from './rehearsal.js'
import type { RehearsedRun } from './rehearsal.js'

t.test('a small game is built again and again, each time with other pictures, and is gone then', async t => {
  const folder = join(t.testdir({}), 'rehearsal')
  const games: string[] = []
  let isOver = (): void => {}
  const over = new Promise<void>(resolve => {
    isOver = resolve
  })
  const rehearsal = new Rehearsal({
    folder,
    build: async ({ project }) => {
      games.push(JSON.stringify(digests(project)))
      if (games.length === 6) isOver()
      return 0
    }
  })
  rehearsal.begin()
  await over
  await rehearsal.end()
  t.equal(new Set(games).size, 6)
  t.notOk(existsSync(folder))
})

t.test('whoever needs the processor ends it', async t => {
  const folder = join(t.testdir({}), 'rehearsal')
  let rounds = 0
  let begin = (_: RehearsedRun): void => {}
  const begun = new Promise<RehearsedRun>(resolve => {
    begin = resolve
  })
  const rehearsal = new Rehearsal({
    folder,
    build: async run => {
      rounds++
      begin(run)
      await new Promise<void>(resolve => {
        run.signal.addEventListener('abort', () => {
          resolve()
        })
      })
      return 130
    }
  })
  rehearsal.begin()
  t.match(readdirSync((await begun).project), ['art', 'packline.json'])
  await rehearsal.end()
  rehearsal.begin()
  await rehearsal.end()
  t.equal(rounds, 1)
  t.notOk(existsSync(folder))
})

t.test('a game that cannot be built is left', async t => {
  const folder = join(t.testdir({}), 'rehearsal')
  for (const build of [async () => 1, async () => await Promise.reject(new Error('no disk'))]) {
    let rounds = 0
    const rehearsal = new Rehearsal({
      folder,
      build: async () => {
        rounds++
        return await build()
      }
    })
    rehearsal.begin()
    await until('a build', () => rounds > 0)
    await rehearsal.end()
    t.equal(rounds, 1)
    t.notOk(existsSync(folder))
  }
})

t.test('only who packs atlases without a tool rehearses', t => {
  const rule = { name: 'all', include: ['art/'], output: 'all' }
  const isRehearsedWith = (rule: object): boolean => {
    const file = { project: 'game', assets: { output: 'out', rules: [rule] } }
    return isRehearsed(parseProject('packline.json', Buffer.from(JSON.stringify(file))).project.assets.rules)
  }
  t.ok(isRehearsedWith({ ...rule, processor: 'atlas' }))
  t.notOk(isRehearsedWith({ ...rule, processor: 'atlas', tool: 'texturepacker' }))
  t.notOk(isRehearsedWith({ ...rule, processor: 'copy' }))
  t.end()
})
