import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecordSync } from '../../files/atomic-file.js'
import type { Wording } from '../../messages/phrase.js'
import { fromJson, jsonOf } from '../../messages/words-beside.js'
import type { BreakerState } from './circuit-breaker.js'
import type { PatienceState } from './patience.js'
import type { Slowness } from './slowness.js'

/** A result that a run had no time to send. */
export interface UnsentRecord {
  namespace: string
  key: string
}

/** What runs of this machine know of their server, for the next run and for those who look at its health. */
export interface RemoteState {
  place: string
  breaker?: BreakerState
  patience?: PatienceState
  bytesPerMs?: number
  /** What came that was not what was kept there, and when. */
  wrong?: { at: number, reason: Wording }
  slow?: Slowness
  unsent?: UnsentRecord[]
}

/** @param home PACKLINE_HOME */
export function readRemoteState (home: string, place: string): RemoteState {
  try {
    const state = fromJson(readFileSync(fileIn(home), 'utf8')) as RemoteState
    if (state.place === place) return state
  } catch {
    // None yet, or torn: it only saves time.
  }
  return { place }
}

export function writeRemoteState (home: string, state: RemoteState): void {
  writeRecordSync(fileIn(home), jsonOf(state))
}

function fileIn (home: string): string {
  return join(home, 'cache', 'remote.json')
}
