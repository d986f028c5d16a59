import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Release, ReleaseAtTarget } from './registry-model.js'
import type { Current } from './resolve-document.js'
import { removable } from './release-retention.js'
import type { RetentionFacts } from './release-retention.js'
import type { Revision } from './revision.js'
import { targetStates } from './target-state.js'

const targets = ['live', 'review-1'] as const
const rebuild = { commits: {}, tools: {}, baselines: {}, command: [] }
const day = (number: number): string => new Date(Date.UTC(2026, 0, 1 + number)).toISOString()

const minor = fc.integer({ min: 0, max: 4 })
const target = fc.constantFrom(...targets)
const update = fc.record({ target, minor, number: fc.integer({ min: 1, max: 3 }) })

function fromOf (each: { target: string, minor: number, number: number }): string {
  return `${each.target}/1.${each.minor}/versions/1.${each.minor}.0.${each.number}`
}

const held = fc
  .record({
    release: fc.option(fc.record({ minor, packagesOf: fc.option(target) })),
    lines: fc.array(fc.record({ native: minor, update: fc.option(update) }), { maxLength: 3 })
  })
  .map(({ release, lines }): Current => ({
    release: release && {
      version: `1.${release.minor}`,
      build: release.minor,
      state: 'live',
      ...release.packagesOf !== null && { packagesOf: release.packagesOf }
    },
    hotUpdate: null,
    lines: Object.fromEntries(lines.map(({ native, update }) => [`1.${native}`, {
      also: [],
      ...update &&
        { update: { version: `1.${update.minor}.0.${update.number}`, digest: '', from: fromOf(update) } }
    }])),
    since: day(0),
    by: 'ann'
  }))

const place = fc.record({
  state: fc.constantFrom(...targetStates, 'withdrawn', 'withdrawn', 'withdrawn'),
  since: fc.integer({ min: 0, max: 60 }).map(day)
})

const facts = fc
  .record({
    places: fc.array(fc.record({ live: place, 'review-1': place }), { minLength: 5, maxLength: 5 }),
    current: fc.record({ live: held, 'review-1': held }),
    pending: fc.option(fc.record({ live: held })),
    flips: fc.array(fc.record({ before: held, isHeldNow: fc.boolean() }), { maxLength: 3 }),
    updates: fc.array(fc.tuple(update, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 5 })))
  })
  .map(({ places, current, pending, flips, updates }): RetentionFacts => ({
    releases: places.map((at, index): Release => ({
      version: `1.${index}`,
      build: index,
      createdAt: day(0),
      createdBy: 'ann',
      notes: '',
      parameters: {},
      rebuild,
      targets: Object.fromEntries(targets.map((id): [string, ReleaseAtTarget] => [
        id,
        { ...at[id], by: 'ann', rows: 1, sizeBytes: 1, platforms: [] }
      ]))
    })),
    current: new Map(Object.entries(current)),
    pending: pending === null ? null : {
      id: '1',
      request: { action: 'flip', subject: '', why: '', by: '' },
      number: 1,
      targets: ['live'],
      before: {},
      after: pending,
      shown: { before: [], after: [] },
      isWhole: false
    },
    history: flips.map(({ before, isHeldNow }, index): Revision => ({
      revision: index + 1,
      parent: index,
      id: '',
      at: day(0),
      by: '',
      why: '',
      action: 'flip',
      subject: '',
      changes: [],
      before: { 'current/live': before },
      after: { 'current/live': isHeldNow ? current.live : { ...current.live, release: null } }
    })),
    updates: new Map(targets.map(id => [
      id,
      Object.fromEntries(
        updates.filter(([each]) => each.target === id).map(([each, at, content]) => [
          `1.${each.minor}.0.${each.number}`,
          { digest: `content-${content}`, at: day(at), release: `1.${each.minor}-${each.minor}` }
        ])
      )
    ]))
  }))

t.test('nothing goes that a line, an undo, a delivery under way, or a release that is not withdrawn needs', t => {
  let went = 0
  fc.assert(
    fc.property(facts, fc.integer({ min: 1, max: 3 }), (given, keep) => {
      const before = day(30)
      const found = removable(given, { keep, before })
      went += found.packages.length + found.contents.length
      const undoable = given.history.filter(({ after }) =>
        JSON.stringify(after['current/live']?.release ?? null) ===
          JSON.stringify(given.current.get('live')?.release ?? null)
      )
      // Whatever stands in what is needed, read as text: no rule of retention.ts is asked.
      const needed = JSON.stringify([
        ...given.current.values(),
        given.pending?.after,
        ...undoable.map(entry => entry.before)
      ])
      for (const { from } of found.updates) assert.ok(!needed.includes(`"${from}"`), from)
      for (const name of found.packages) {
        const [, key = '', id = ''] = name.split('/')
        const release = given.releases.find(each => `${each.version}-${each.build}` === key)
        const at = release?.targets[id]
        assert.ok(at?.state === 'withdrawn' && at.since < before, name)
        const holders = [
          ...given.current,
          ...Object.entries(given.pending?.after ?? {}),
          ...undoable.flatMap(entry =>
            Object.entries(entry.before).map(([to, held]) => [to.slice(8), held] as const)
          )
        ]
        for (const [holder, held] of holders) {
          const isHeld = held?.release?.version === release?.version
          assert.ok(
            !(isHeld && (holder === id || held?.release?.packagesOf === id)),
            `${holder} needs ${name}`
          )
        }
      }
      for (const [id, history] of given.updates) {
        for (const [version, { digest }] of Object.entries(history)) {
          const isGone = found.updates.some(each => each.target === id && each.version === version)
          assert.ok(isGone || !found.contents.includes(digest), `${digest} of ${id} ${version}`)
        }
      }
    }),
    { numRuns: 300 }
  )
  t.ok(went > 100, `and something goes: ${went}`)
  t.end()
})
