export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  real: () => number
  /** A whole number from `low` to `high`, both possible. */
  integer: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
}

/** mulberry32: the same numbers for the same seed on every machine, which Math.random cannot do. */
export function seededRandom (seed: number): SeededRandom {
  let state = seed >>> 0
  const real = (): number => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const integer = (low: number, high: number): number => low + Math.floor(real() * (high - low + 1))
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[integer(0, list.length - 1)] as T
  }
  return { real, integer, pick }
}
