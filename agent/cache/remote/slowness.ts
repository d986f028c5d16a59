/** A run that made much of what the server had, because that was sooner. */
export interface Slowness {
  at: number
  /** So many results, of so many that were asked for. */
  late: number
  asked: number
}

interface RunAnswers {
  asked: number
  late: number
  /** Not fetched, since the line would have taken longer than the work. */
  notWorthIt: number
  bytesPerMs: number | undefined
}

/** Fewer answers say nothing of a server. */
const leastAsked = 5
const leastLate = 3
const mostLate = 0.2
/** 1 MB/s: on a faster line, what is not worth fetching is merely quick to make. */
const slowBytesPerMs = 1000

/** What somebody should know after a run; `before` where it asked too little to tell. */
export function slownessAfter (
  { asked, late, notWorthIt, bytesPerMs = Infinity }: RunAnswers,
  before: Slowness | undefined,
  at: number
): Slowness | undefined {
  if (asked < leastAsked) return before
  const all = late + (bytesPerMs < slowBytesPerMs ? notWorthIt : 0)
  return all >= leastLate && all > mostLate * asked ? { at, late: all, asked } : undefined
}
