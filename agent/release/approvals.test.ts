import t from 'tap'
import type { Test } from 'tap'
import { LevelDocuments } from '../coordination/level-documents.js'
import { editTarget } from './change-definition.js'
import { approveFlip, reviewFlip, withdrawFlipApproval } from './flip-review.js'
import { flip } from './flip.js'
import { approveMove, moveTo, withdrawMoveApproval } from './move-release.js'
import { Registry } from './registry.js'
import { author, packageRow, reviewedWorld } from './testing/release-world.js'
import { undoFlip } from './undo-flip.js'

const between = { from: 'review-1', to: 'live' }
const by = (person: string) => ({ by: `${person} (lead@mac-01)`, person, why: 'tried it' })

/** 1.1 is in review, and two people have to agree before it goes live. */
async function open (t: Test) {
  const documents = new LevelDocuments({ folder: t.testdir(), isDurable: false })
  t.teardown(async () => {
    await documents.close()
  })
  const world = await reviewedWorld(documents)
  await editTarget(world.store, 'live', target => ({ ...target, approvals: 2 }), author)
  return world
}

t.test('a flip waits for two people; whoever flips is one of them', async t => {
  const { store } = await open(t)
  const flipBy = async (person: string) => await flip(store, { ...between, ...by(person) })
  await t.rejects(flipBy('ann'), {
    code: 'RELEASE_NEEDS_APPROVALS',
    httpStatus: 409,
    details: { release: '1.1-2', target: 'live', needed: 2, people: 'ann' }
  })
  t.match(await reviewFlip(store, 'review-1', 'live'), {
    release: '1.1-2',
    plan: { after: { live: { release: { version: '1.1', state: 'live' } } } },
    problems: [],
    needed: 2,
    approvals: []
  })
  t.match(await approveFlip(store, 'review-1', 'live', by('ann')), {
    action: 'approve',
    subject: 'review-1 → live',
    why: 'tried it'
  })
  for (const same of ['ann', 'ANN']) {
    await t.rejects(flipBy(same), { code: 'RELEASE_NEEDS_APPROVALS' }, 'agreeing with oneself')
    await t.rejects(approveFlip(store, 'review-1', 'live', by(same)), {
      code: 'RELEASE_APPROVED_ALREADY',
      details: { person: 'ann', release: '1.1-2' }
    })
  }
  t.match((await reviewFlip(store, 'review-1', 'live')).approvals, [{ person: 'ann', why: 'tried it' }])
  await t.rejects(flip(store, { ...between, by: 'bo (token@mac-01)', person: 'ann', why: 'x' }), {
    code: 'RELEASE_NEEDS_APPROVALS'
  }, 'who somebody says to be does not count')
  await withdrawFlipApproval(store, 'review-1', 'live', by('Ann'))
  t.same((await reviewFlip(store, 'review-1', 'live')).approvals, [])
  await t.rejects(flipBy('bo'), { code: 'RELEASE_NEEDS_APPROVALS' })
  await t.rejects(withdrawFlipApproval(store, 'review-1', 'live', by('ann')), {
    code: 'RELEASE_NOT_APPROVED',
    details: { person: 'ann', release: '1.1-2', target: 'live' }
  })
  await approveFlip(store, 'review-1', 'live', by('ann'))
  t.match(await flipBy('bo'), { after: { live: { release: { version: '1.1' } } } })
})

t.test('of what was agreed to nothing may change, and it is good for one flip', async t => {
  const { store, reviewed } = await open(t)
  const registry = new Registry(store)
  await approveFlip(store, 'review-1', 'live', by('ann'))
  await flip(store, { ...between, ...by('bo') })
  await undoFlip(store, author)
  t.same(
    (await reviewFlip(store, 'review-1', 'live')).approvals,
    [],
    'taken back, it has to be agreed to again'
  )

  await approveFlip(store, 'review-1', 'live', by('ann'))
  await registry
    .recordRows(reviewed, 'live', [packageRow('android'), packageRow('ios')], author)
    .catch(() => {})
  const next = await registry.begin({ version: '1.2', rebuild: reviewed.rebuild }, author)
  await registry.recordRows(next, 'review-1', [packageRow('android'), packageRow('ios')], author)
  await moveTo(store, next, 'review-1', 'published', author)
  await moveTo(store, next, 'review-1', 'in-review', author)
  await t.rejects(flip(store, { ...between, ...by('bo') }), {
    code: 'RELEASE_NEEDS_APPROVALS',
    details: { release: '1.2-3', people: 'bo' }
  }, 'another release is in review by now')
})

t.test('a release that goes live where it is needs the same people', async t => {
  const { store, reviewed } = await open(t)
  const registry = new Registry(store)
  const next = await registry.begin({ version: '1.2', rebuild: reviewed.rebuild }, author)
  await registry.recordRows(next, 'live', [packageRow('android'), packageRow('ios')], author)
  await moveTo(store, next, 'live', 'published', author)
  const goLive = async (person: string) => await moveTo(store, next, 'live', 'live', by(person))
  await t.rejects(goLive('ann'), { code: 'RELEASE_NEEDS_APPROVALS' })
  await approveMove(store, next, 'live', by('ann'))
  await t.rejects(approveMove(store, next, 'live', by('ann')), { code: 'RELEASE_APPROVED_ALREADY' })
  await withdrawMoveApproval(store, next, 'live', by('ann'))
  await t.rejects(goLive('bo'), { code: 'RELEASE_NEEDS_APPROVALS' })
  await approveMove(store, next, 'live', by('ann'))
  t.match(await goLive('bo'), { action: 'release live' })
})

t.test('where nobody has to agree, or nothing can be flipped, there is nothing to agree to', async t => {
  const { store } = await open(t)
  t.match(await reviewFlip(store, 'review-2', 'live'), {
    release: null,
    plan: null,
    problems: [/^nothing is in review at review-2/]
  })
  await t.rejects(approveFlip(store, 'review-2', 'live', by('ann')), { code: 'RELEASE_FLIP_REFUSED' })
  await editTarget(store, 'live', ({ approvals: _, ...target }) => target, author)
  await t.rejects(approveFlip(store, 'review-1', 'live', by('ann')), { code: 'RELEASE_NO_APPROVAL_NEEDED' })
})
