import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { figureTable, figuresOf, missedGoals } from './chaos-figures.js'
import { checkOrder } from './check-order.js'
import { checkRun } from './check-run.js'
import type { Change, Transaction } from './transaction-log.js'

interface Use {
  device: string
  from: number
  to: number
  seat?: number
  epoch?: number
  job?: string
}

function folderOf (uses: Use[], others: Record<string, object[]> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'packline-check-'))
  const write = (name: string, lines: object[]): void => {
    writeFileSync(join(folder, name), `${lines.map(line => JSON.stringify(line)).join('\n')}\n{"torn`)
  }
  write(
    'beats',
    uses.flatMap(({ device, from, to, seat = 0, epoch = 1, job = `${device}-1` }, run) =>
      [from, to].map(at => ({ device, job, run, at, seat, epoch }))
    )
  )
  for (const [name, lines] of Object.entries(others)) write(name, lines)
  t.teardown(async () => {
    ;(await import('node:fs')).rmSync(folder, { recursive: true })
  })
  return folder
}

t.test('counts overlaps of devices and of jobs', async t => {
  const three = [{ device: 'a', from: 0, to: 10 }, { device: 'b', from: 5, to: 15 }, {
    device: 'c',
    from: 8,
    to: 9
  }]
  t.match(checkRun(folderOf(three), 2, 1), { momentsOverSeats: 1, mostDevices: 3, momentsOverJobs: 0 })
  const after = [{ device: 'a', from: 0, to: 5 }, { device: 'b', from: 0, to: 15 }, {
    device: 'c',
    from: 5,
    to: 9
  }]
  t.match(checkRun(folderOf(after), 2, 1), { momentsOverSeats: 0, mostDevices: 2 })
  const jobs = [0, 1, 2].map(each => ({ device: 'a', from: each, to: 10, job: `a-${each}` }))
  t.match(checkRun(folderOf(jobs), 2, 2), { momentsOverSeats: 0, momentsOverJobs: 1, mostJobs: 3 })
})

t.test('a paused machine is left out until it had time to notice, and no longer', async t => {
  const faults = [{ kind: 'pause machine', device: 'a', from: 10, to: 3000 }]
  const others = [{ device: 'b', from: 2000, to: 9000 }, { device: 'c', from: 2000, to: 9000 }]
  t.match(checkRun(folderOf([{ device: 'a', from: 0, to: 3900 }, ...others], { faults }), 2, 1), {
    momentsOverSeats: 0
  })
  t.match(checkRun(folderOf([{ device: 'a', from: 0, to: 4100 }, ...others], { faults }), 2, 1), {
    momentsOverSeats: 1
  })
})

t.test('counts stale publishes, lost and repeated jobs', async t => {
  const published = [{ job: 'a-1', seat: 0, epoch: 2 }, { job: 'b-1', seat: 0, epoch: 1 }, {
    job: 'b-1',
    seat: 1,
    epoch: 1
  }]
  t.match(
    checkRun(folderOf([], { published, 'a.journal': [{ accepted: 'a-1' }, { accepted: 'c-1' }] }), 2, 1),
    { stalePublishes: 1, publishes: 3, jobsAccepted: 2, jobsLost: 1, jobsTwice: 1 }
  )
})

t.test('a recovery ends with the first heartbeat of the next tool on the same seat', async t => {
  const uses = [
    { device: 'a', from: 0, to: 90, seat: 1, epoch: 4 },
    { device: 'a', from: 150, to: 160, seat: 1, epoch: 4, job: 'a-2' },
    { device: 'b', from: 0, to: 900, seat: 0 },
    { device: 'c', from: 300, to: 400, seat: 0, epoch: 9 },
    { device: 'c', from: 2100, to: 2200, seat: 1, epoch: 5 }
  ]
  const faults = [{ kind: 'death', device: 'a', from: 100, to: 100 }, {
    kind: 'death',
    device: 'b',
    from: 2000,
    to: 2000
  }]
  t.match(checkRun(folderOf(uses, { faults }), 2, 1), { deaths: 2, recoveryMs: [2000] })
})

/** Transactions on the licence /l, one change each. */
function history (
  ...steps: Array<[session: string, ...changes: Array<[type: string, path: string, data?: object]>]>
): Transaction[] {
  return steps.map(([session, ...changes], index) => ({
    zxid: BigInt(index),
    session,
    endsSession: changes.length === 0,
    changes: changes.map(([type, path, data]) =>
      ({
        type,
        path: `/l/${path}`,
        data: Buffer.from(JSON.stringify(data ?? '')),
        isEphemeral: path.startsWith('queue')
      }) as Change
    )
  }))
}

const waits = (
  device: string,
  seq: number,
  priority = 0
): [string, string] => ['create', `queue/${String(seq).padStart(10, '0')}-${priority}-00-${device}`]
const seat = (
  index: number,
  device: string,
  epoch: number,
  slots = 1,
  priority = 0
): [string, string, object] => ['set', `seats/${index}`, {
  device,
  epoch,
  priority,
  slots: Object.fromEntries(Array.from({ length: slots }, (_, slot) => [slot, {}]))
}]

t.test('a seat that goes to a later waiter of the same priority is a violation', async t => {
  const queued = history(['b', waits('b', 1)], ['c', waits('c', 2)])
  t.match(checkOrder([...queued, ...history(['c', seat(0, 'c', 1)])], '/l'), {
    seatGrants: 1,
    orderViolations: 1,
    firstViolation: /c got seat 0 before b \(1\)/
  })
  t.match(checkOrder([...queued, ...history(['b', seat(0, 'b', 1)])], '/l'), { orderViolations: 0 })
  t.match(
    checkOrder([...queued, ...history(['b'], ['c', seat(0, 'c', 1)])], '/l'),
    { orderViolations: 0 },
    "the first one's session ended"
  )
  t.match(
    checkOrder(history(['b', waits('b', 1)], ['c', waits('c', 2, 1)], ['c', seat(0, 'c', 1, 1, 1)]), '/l'),
    { orderViolations: 0 },
    'it had a higher priority'
  )
  t.match(
    checkOrder([...queued, ...history(['c', seat(0, 'c', 1, 1, 1)])], '/l'),
    { orderViolations: 0 },
    'it had raised its priority'
  )
  t.match(
    checkOrder([...queued, ...history(['d', seat(0, 'd', 1)])], '/l'),
    { orderViolations: 1 },
    'it had not queued at all'
  )
  t.match(
    checkOrder([...history(['b', seat(1, 'b', 1)]), ...queued, ...history(['c', seat(0, 'c', 1)])], '/l'),
    { orderViolations: 0 },
    'the first one waits for its own seat'
  )
  t.match(
    checkOrder([...history(['b', seat(0, 'b', 1)]), ...queued, ...history(['c', seat(0, 'c', 2)])], '/l'),
    { orderViolations: 1 },
    'which it lost to the second'
  )
})

t.test('one token for two devices is seen, and further slots of a seat are no new grant', async t => {
  t.match(checkOrder(history(['a', seat(0, 'a', 1)], ['b', seat(0, 'b', 1)]), '/l'), {
    tokensTwice: 1,
    seatGrants: 2
  })
  t.match(
    checkOrder(
      history(['a', seat(0, 'a', 1)], ['a', seat(0, 'a', 1, 2)], ['a', seat(0, 'a', 1, 0)], [
        'b',
        seat(0, 'b', 2)
      ]),
      '/l'
    ),
    { tokensTwice: 0, seatGrants: 2 }
  )
})

t.test('every goal is missed by one too many', async t => {
  const good = {
    beats: 1,
    publishes: 1,
    momentsOverSeats: 0,
    mostDevices: 2,
    momentsOverJobs: 0,
    mostJobs: 3,
    stalePublishes: 0,
    jobsAccepted: 1,
    jobsLost: 0,
    jobsTwice: 0,
    deaths: 1,
    recoveryMs: [3800],
    transactions: 1,
    seatGrants: 1,
    orderViolations: 0,
    tokensTwice: 0,
    faults: 5,
    recoveryLimitMs: 3800
  }
  t.same(missedGoals(figuresOf(good)), [])
  for (
    const worse of [
      { momentsOverSeats: 1 },
      { momentsOverJobs: 1 },
      { stalePublishes: 1 },
      { jobsLost: 1 },
      { jobsTwice: 1 },
      { orderViolations: 1 },
      { tokensTwice: 1 },
      { deaths: 2 },
      { recoveryMs: [100, 3801] }
    ]
  ) {
    t.equal(missedGoals(figuresOf({ ...good, ...worse })).length, 1, JSON.stringify(worse))
  }
  t.match(figureTable(figuresOf(good)), /faults injected +5 +≥ 1000/)
})
