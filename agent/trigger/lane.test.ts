import fc from 'fast-check'
import t from 'tap'
import { newLane } from './lane.js'
import type { Lane, Run } from './lane.js'
import { effectsOf } from './lane-effects.js'
import type { Effect } from './lane-effects.js'
import { advance } from './lane-events.js'
import type { LaneEvent } from './lane-events.js'
import { dueAt } from './lane-limits.js'
import type { Limits } from './lane-limits.js'

const limits: Limits = { quietMs: 5_000, maxWaitMs: 60_000, maxFiles: 100 }
const start: Lane = {
  ...newLane({ repository: 'dk', branch: 'main', pipeline: 'assets' }, '0', [], 0),
  lastGood: '0'
}

/**
 * A branch whose commits are numbers; a build at a commit fails while one in `broken` is in it that no later
 * one mends.
 */
class World {
  lane: Lane = start
  now = 0
  head = 0
  readonly broken = new Map<number, number>()
  readonly covered: Array<[number, number]> = []
  readonly culprits: number[] = []
  readonly builds = new Map<string, number>()

  apply (event: LaneEvent): void {
    const before = this.lane
    // What is kept is JSON: a crash after any step goes on from this.
    this.lane = JSON.parse(JSON.stringify(advance(before, event, this.now, limits))) as Lane
    if (
      this.lane.lastGood !== before.lastGood && !(event.type === 'finished' && event.result === 'succeeded')
    ) throw new Error(`lastGood moved by ${event.type}`)
    const { waiting, run, isGone } = this.lane
    if (run === null && waiting !== null && !isGone && this.now >= dueAt(waiting, limits)) {
      throw new Error('due and not begun')
    }
    if (
      before.run !== null && run !== null && before.run.id !== run.id && event.type !== 'finished' &&
      event.type !== 'culprit'
    ) throw new Error('a second run while one is on')
  }

  push (count: number, isBroken: boolean, asks: boolean): void {
    this.head += count
    if (isBroken) this.broken.set(this.head - count + 1, Infinity)
    this.apply({ type: 'seen', head: String(this.head), asks, files: count })
  }

  mend (): void {
    for (const each of this.broken.keys()) {
      this.broken.set(
        each,
        Math.min(this.broken.get(each)!, this.head + 1)
      )
    }
    this.push(1, false, true)
  }

  passes (commit: number): boolean {
    return [...this.broken].every(([from, to]) => commit < from || commit >= to)
  }

  effect (type: Effect['type']): Effect | undefined {
    return effectsOf(this.lane, limits).find(each => each.type === type)
  }

  /** Does one thing that the lane wants done. */
  work (fate: 'end' | 'lost' | 'aborted' = 'end'): void {
    const { run } = this.lane
    if (run === null) {
      const wait = this.effect('wait')
      this.now = wait?.type === 'wait' ? Math.max(this.now, wait.until) : this.now + 1000
      this.apply({ type: 'tick' })
    } else if (run.stage === 'choosing') this.choose(run)
    else if (run.stage === 'starting') {
      if (run.attemptAt === null) this.apply({ type: 'attempt', id: run.id })
      else {
        this.builds.set(run.id, Number(run.head))
        this.apply({ type: 'following', id: run.id, handle: { queueItem: 1, number: null, url: null } })
      }
    } else {
      const result = fate === 'end'
        ? this.passes(Number(run.head)) ? 'succeeded' as const : 'failed' as const
        : fate
      if (result === 'succeeded') this.covered.push([Number(run.since[0]), Number(run.head)])
      this.apply({ type: 'finished', id: run.id, result })
    }
  }

  choose (run: Run): void {
    const effect = this.effect('choose')
    const [from, goal] = [Number(run.since[0]), Number(run.goal)]
    if (run.kind === 'batch') {
      const head = Math.min(goal, effect?.type === 'choose' ? from + effect.maxFiles : goal)
      this.apply({
        type: 'chosen',
        id: run.id,
        head: String(head),
        isFull: false,
        commits: head - from,
        files: head - from
      })
    } else if (goal - from <= 1) {
      this.culprits.push(goal)
      if (this.passes(goal) || !this.passes(goal - 1)) throw new Error(`${goal} is not at fault`)
      this.apply({ type: 'culprit', id: run.id, commit: String(goal) })
    } else {
      const head = from + Math.floor((goal - from) / 2)
      this.apply({
        type: 'chosen',
        id: run.id,
        head: String(head),
        isFull: false,
        commits: head - from,
        files: head - from
      })
    }
  }

  drain (): void {
    for (
      let steps = 0;
      this.lane.run !== null || this.lane.waiting !== null || this.lane.bisect !== null;
      steps++
    ) {
      if (steps > 1000) throw new Error('it never comes to rest')
      this.work()
    }
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      count: fc.integer({ min: 1, max: 150 }),
      isBroken: fc.boolean(),
      asks: fc.boolean()
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      fate: fc.constantFrom(
        'end' as const,
        'end' as const,
        'end' as const,
        'lost' as const,
        'aborted' as const
      )
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 20_000 }) })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stale' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mend' as const) }) }
)

t.test('whatever happens, one run at a time goes on, and in the end every commit is in exactly one successful run', async t => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const world = new World()
      for (const each of steps) {
        if (each.do === 'push') world.push(each.count, each.isBroken, each.asks)
        else if (each.do === 'work') world.work(each.fate)
        else if (each.do === 'mend') world.mend()
        else if (each.do === 'stale') {
          const before = JSON.stringify(world.lane.run)
          for (const type of ['finished', 'attempt'] as const) {
            world.apply({ type, id: 'dk/assets/main/0.0', result: 'succeeded' } as LaneEvent)
          }
          if (before !== 'null' && before !== JSON.stringify(world.lane.run)) {
            throw new Error('an event about another run changed this one')
          }
        } else {
          world.now += each.ms
          world.apply({ type: 'tick' })
        }
      }
      world.mend()
      world.drain()
      let good = 0
      for (const [from, to] of world.covered) {
        if (from !== good || to <= from) return false
        good = to
      }
      return good === world.head && world.lane.failed === null
    }),
    { numRuns: 500 }
  )
})

t.test('a steady stream of pushes cannot put a batch off for longer than maxWaitSeconds', async t => {
  const world = new World()
  while (world.lane.run === null && world.now < 200_000) {
    world.push(1, false, true)
    world.now += 1000
  }

  t.ok(world.now <= limits.maxWaitMs + 1000, `after ${world.now} ms`)
})

t.test('many files are due at once, and a batch takes in no more of them than it may', async t => {
  const world = new World()
  world.push(350, false, true)

  t.equal(world.lane.run?.kind, 'batch', 'no quiet time')
  world.drain()
  t.same(world.covered, [[0, 100], [100, 200], [200, 300], [300, 350]])
})

t.test('a failing batch is searched for the commit at fault, and the good ones before it count', async t => {
  const world = new World()
  world.push(40, false, true)
  world.push(60, true, true)
  world.drain()

  t.match(world.lane, { lastGood: '40', culprit: '41', failed: '100', bisect: null })
  t.ok(world.builds.size <= 9, `${world.builds.size} builds`)
  world.push(5, false, true)
  world.drain()
  t.equal(world.culprits.length, 1, 'what is known is not searched again')
  world.mend()
  world.drain()
  t.match(world.lane, { lastGood: '106', culprit: null })
})

t.test('pushes that come while a failing batch is searched get their turn, and the search too', async t => {
  const world = new World()
  world.push(64, true, true)
  for (let round = 0; round < 60; round++) {
    world.push(1, false, true)
    world.now += limits.maxWaitMs
    world.work()
  }

  t.same(world.culprits, [1])
  t.ok(world.lane.history.filter(({ kind }) => kind === 'batch').length > 3)
})

t.test('commits that ask for nothing start nothing, and are taken in by the next batch', async t => {
  const world = new World()
  world.push(3, false, false)
  world.now += 100_000
  world.apply({ type: 'tick' })
  t.equal(world.lane.run, null)
  world.push(1, false, true)
  world.drain()

  t.same(world.covered, [[0, 4]])
})

t.test('a deleted branch drops what waits and lets go of what was not asked for yet', async t => {
  const world = new World()
  world.push(1, false, true)
  world.apply({ type: 'gone' })
  t.match(effectsOf(world.lane, limits), [{ type: 'remove' }])
  world.push(1, false, true)
  world.now += 10_000
  world.apply({ type: 'tick' })
  world.work()
  world.work()
  world.apply({ type: 'gone' })
  t.match(world.lane.run, { stage: 'starting' }, 'there may be a build: it is followed to its end')
  world.work()
  world.work()
  t.equal(world.lane.run, null)
})

t.test('a build that vanishes is asked for again under another name, a few times', async t => {
  const world = new World()
  world.push(1, false, true)
  for (let round = 0; round < 20 && world.lane.history.length === 0; round++) world.work('lost')

  t.match(world.lane, { run: null, lastGood: '0', history: [{ result: 'lost' }], waiting: { files: 1 } })
  t.equal(world.builds.size, 3)
  world.drain()
  t.same(world.covered, [[0, 1]], 'and once more after a pause')
})

t.test('another history is built in full, and what was found in the old one is forgotten', async t => {
  const world = new World()
  world.push(4, true, true)
  world.work()
  world.work()
  world.apply({ type: 'chosen', id: world.lane.run!.id, head: '4', isFull: true, commits: 1, files: 1 })
  world.apply({ type: 'attempt', id: world.lane.run!.id })
  world.work()
  world.work()

  t.match(world.lane, { failed: '4', bisect: null })
})
