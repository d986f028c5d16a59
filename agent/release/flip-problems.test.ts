import t from 'tap'
import { english } from '../messages/testing/english.js'
import { flipProblems, flipRefused, missingPlatforms } from './flip-problems.js'
import type { FlipSituation } from './flip-problems.js'
import type { Release, ReleaseAtTarget } from './registry-model.js'
import type { TargetState } from './target-state.js'
import { game } from './testing/release-world.js'

const [live, review] = ['live', 'review-1'].map(name => game.targets.find(({ id }) => id === name)!)
const place = (state: TargetState, platforms: string[], hotUpdate?: string): ReleaseAtTarget => ({
  state,
  since: '',
  by: '',
  rows: platforms.length,
  sizeBytes: 0,
  platforms,
  ...hotUpdate === undefined ? {} : { hotUpdate: { version: hotUpdate, digest: 'd' } }
})
const release = (version: string, targets: Record<string, ReleaseAtTarget>): Release => ({
  version,
  build: 1,
  createdAt: '',
  createdBy: '',
  notes: '',
  parameters: {},
  rebuild: { commits: {}, tools: {}, baselines: {}, command: [] },
  targets
})
const both = ['android', 'ios']
const reviewed = place('in-review', both)

/** 1.1 in review, 1.0 live, both for both platforms, and whatever else is given. */
function problems (given: Partial<FlipSituation> & { match?: string[] } = {}): unknown {
  const { match, ...situation } = given
  return english(flipProblems({
    from: review!,
    to: match === undefined ? live! : { ...live!, match: { platform: match } },
    atFrom: { release: { version: '1.1', build: 1, state: 'in-review' }, hotUpdate: null },
    atTo: { release: { version: '1.0', build: 1, state: 'live' }, hotUpdate: null },
    release: release('1.1', { 'review-1': reviewed }),
    live: release('1.0', { live: place('live', both) }),
    ...situation
  }))
}

t.test('what is in review with packages for all platforms goes live', async t => {
  t.same(problems(), [])
  t.same(problems({ match: both }), [])
  t.same(problems({ live: undefined }), [])
  t.same(problems({ release: release('1.0.0', { 'review-1': reviewed }) }), [], 'the same version again')
})

t.test('nothing in review and no packages are both told', async t => {
  const atFrom = { release: { version: '1.1', build: 1, state: 'live' as const }, hotUpdate: null }
  const empty = release('1.1', { 'review-1': place('in-review', []) })
  t.same(problems({ atFrom, release: empty }), [
    'nothing is in review at review-1',
    '1.1-1 has no packages'
  ])
  t.same(problems({ atFrom: { release: null, hotUpdate: null } }), ['nothing is in review at review-1'])
  t.same(problems({ release: release('1.1', {}) }), ['1.1-1 has no packages'])
})

t.test('a platform that is live, or that the target is for, must not be left without packages', async t => {
  const iosOnly = release('1.1', { 'review-1': place('in-review', ['ios']) })
  const told = 'live would be without packages for android: 1.1-1 has ios'
  t.same(problems({ release: iosOnly }), [told])
  t.same(problems({ release: iosOnly, live: undefined, match: both }), [told])
  t.same(problems({ release: iosOnly, live: undefined }), [])
  t.same(problems({ match: ['web', 'android', 'pc'] }), [
    'live would be without packages for pc, web: 1.1-1 has android, ios'
  ])
  t.same(missingPlatforms(live!, release('1', { gray: place('live', both) }), []), [], 'live elsewhere')
})

t.test("packages of the target's own come before those of the review", async t => {
  const own = (state: TargetState, platforms = both): Release =>
    release('1.1', { 'review-1': place('in-review', ['ios']), live: place(state, platforms) })
  t.same(problems({ release: own('published') }), [])
  t.same(problems({ release: own('live') }), [])
  t.same(problems({ release: own('packaged') }), ['1.1-1 is only packaged at live; publish it there first'])
  t.same(problems({ release: own('planned', []) }), [
    '1.1-1 has no packages',
    '1.1-1 is only planned at live; publish it there first'
  ])
})

t.test('neither the version nor the hot update goes down', async t => {
  t.same(problems({ live: release('1.1.0.1', { live: place('live', both) }) }), [
    '1.1-1 is older than 1.1.0.1-1, which is live at live; go back with "packline release undo"'
  ])
  const updated = (review: string | undefined, own: string | undefined): Release =>
    release('1.1', {
      'review-1': place('in-review', both, review),
      ...own === undefined ? {} : { live: place('published', both, own) }
    })
  const holding = (hotUpdate: string | null) => ({
    atTo: { release: { version: '1.0', build: 1, state: 'live' as const }, hotUpdate }
  })
  t.same(problems({ release: updated('1.1.0.1', undefined) }), [
    'the hot update 1.1.0.1 was not published to live'
  ])
  t.same(problems({ release: updated('1.1.0.1', '1.1.0.1'), ...holding('1.1.0.1') }), [])
  t.same(problems({ release: updated(undefined, '1.1.0.10'), ...holding('1.1.0.9') }), [])
  t.same(problems({ release: updated(undefined, '1.1.0.9'), ...holding('1.1.0.10') }), [
    'the hot update would go from 1.1.0.10 down to 1.1.0.9, which clients ignore'
  ])
  t.same(problems({ release: updated(undefined, '1.1.0.9'), ...holding(null) }), [])
  t.same(problems({ release: updated(undefined, undefined), ...holding('9') }), [])
})

t.test('a refusal lists every problem, for people and for programs', async t => {
  t.match(flipRefused('a', 'b', ['one', 'two']), {
    code: 'RELEASE_FLIP_REFUSED',
    details: { from: 'a', to: 'b', count: 2, problems: '  one\n  two', list: ['one', 'two'] }
  })
})
