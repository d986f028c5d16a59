/**
 * Time as an argument. `monotonicMs` is the machine's own steady count, so that processes of one machine can
 * compare theirs.
 */
export interface Clock {
  monotonicMs: () => number
  wallMs: () => number
}

export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  wallMs: () => Date.now()
}
