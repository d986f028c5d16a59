import { constants } from 'node:os'
import type { WatchedSignals } from './watch-signals.js'

/** One that comes sooner is the same one again: npm passes on what the terminal has sent already. */
const againMs = 1000
/** Most commands have ended by then. */
const tellMs = 700

export interface ForcedEnd {
  /** Says that the command ends, and what another signal does. */
  tell: () => void
  /** Ends this process and what it has started, at once. */
  end: (exitStatus: number) => void
  now: () => number
  after: (ms: number, work: () => void) => unknown
}

/** A second signal ends a command that does not end by the first, unless the command decides. */
export function forceBySecond (
  { onSignal, areDecided }: Pick<WatchedSignals, 'onSignal' | 'areDecided'>,
  { tell, end, now, after }: ForcedEnd
): void {
  let first: number | undefined
  onSignal(signal => {
    if (signal === 'SIGHUP') return
    if (first === undefined) {
      first = now()
      if (signal === 'SIGINT') {
        after(tellMs, () => {
          if (!areDecided()) tell()
        })
      }
    } else if (now() - first >= againMs && !areDecided()) end(128 + constants.signals[signal])
  })
}
