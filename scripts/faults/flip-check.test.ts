import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Current } from '../../agent/release/resolve-document.js'
import type { Revision } from '../../agent/release/revision.js'
import { checkFlips, isWhole } from './flip-check.js'

const holding = (hotUpdate: string): Current => ({ release: null, hotUpdate, since: '', by: '' })

const flip = (revision: number, id: string, before: string, after: string): Revision => ({
  revision,
  parent: revision - 1,
  id,
  at: '',
  by: '',
  why: '',
  action: revision % 2 === 0 ? 'undo' : 'flip',
  subject: 'review-1 → live',
  changes: [],
  before: { 'current/live': holding(before) },
  after: { 'current/live': holding(after) }
})
const history = [flip(1, 'a', 'x', 'y'), flip(2, 'b', 'y', 'x')]
const journal = [
  { id: 'a', action: 'flip' },
  { id: 'a', done: 1 },
  { id: 'b', action: 'undo' },
  { id: 'b', done: 2 },
  { id: 'c', action: 'flip' },
  { id: 'c', told: 'RELEASE_FLIP_LOST' }
]

function check (entries: object[], revisions: Revision[]): Record<string, unknown> {
  const folder = t.testdir()
  writeFileSync(
    join(folder, 'one.journal'),
    entries.map(entry => JSON.stringify(entry)).join('\n') + '\n{"id":"half'
  )
  return { ...checkFlips(folder, revisions) }
}

t.test('a whole history is found whole', async t => {
  t.same(check(journal, history), {
    flips: 1,
    undos: 1,
    told: 1,
    lost: [],
    doubled: [],
    unexplained: [],
    brokenChain: []
  })
})

t.test('what went wrong is found', async t => {
  t.same(check(journal, history.slice(0, 1)).lost, ['b'], 'a flip that was answered but is not there')
  t.same(check(journal, [...history, flip(3, 'a', 'x', 'y')]).doubled, ['a'])
  t.same(check(journal, [...history, flip(3, 'z', 'x', 'y')]).unexplained, ['z'], 'one that nobody asked for')
  t.same(
    check(journal, [...history, flip(3, 'c', 'x', 'y')]).unexplained,
    ['c'],
    'one that was told to have lost'
  )
  t.match(check(journal, [history[0]!, flip(2, 'b', 'x', 'y')]).brokenChain, [
    /revision 2 does not begin where 1 ended/
  ])
  t.match(check(journal, [history[0]!, flip(3, 'b', 'y', 'x')]).brokenChain, [
    /revision 3 after 2 at place 2/
  ])
})

t.test('a mixture of two states is seen', async t => {
  const document = (targets: object[]) => ({
    format: 1 as const,
    project: 'dk',
    revision: 1,
    environments: {},
    targets: targets as never
  })
  const review = { id: 'review-1', match: { version: { equals: '1.1' }, build: { equals: 2 } } }
  const live = (version: string): object => ({ id: 'live', match: {}, hotUpdate: { version } })
  t.ok(isWhole(document([review, live('1.0.0.1')])))
  t.ok(isWhole(document([live('1.1.0.1')])))
  t.notOk(isWhole(document([review, live('1.1.0.1')])))
  t.notOk(isWhole(document([live('1.0.0.1')])))
})
