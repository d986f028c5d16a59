import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { systemClock } from '../coordination/system-clock.js'
import { SeatLimiter } from './limiter.js'
import { LocalStore } from './local-store.js'
import type { Terms } from './terms.js'

const floating: Terms = { seats: 1, mode: 'floating', devices: [], jobsPerDevice: 1, graceMs: 1000 }

t.test(
  'a full disk is told at once to each job that wants a seat, and the seats are there when it has room',
  {
    skip: process.platform === 'linux' ? false : 'no /dev/full'
  },
  async t => {
    const home = t.testdir({})
    const state = join(home, 'licences/state')
    mkdirSync(state, { recursive: true })
    symlinkSync('/dev/full', join(state, 'tool.json.new'))
    const terms = { tool: floating }
    const store = new LocalStore({ home, device: 'host', terms, now: systemClock.monotonicMs })
    const limiter = new SeatLimiter(store, { tool: { lingerMs: 0, holdMs: 0, maxWaitMs: 60_000 } })
    const lease = async (): Promise<string> =>
      await limiter.withLease('tool', async () => 'granted', { signal: new AbortController().signal })

    await t.rejects(lease(), { code: 'DISK_FULL', details: { folder: join(state, 'tool.json') } })
    await t.rejects(lease(), { code: 'DISK_FULL' })
    rmSync(join(state, 'tool.json.new'))
    t.equal(await lease(), 'granted')
    await limiter.close()
  }
)
