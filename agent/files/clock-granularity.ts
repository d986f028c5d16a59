/**
 * Whether a file could change once more without its time stamps showing it: file systems stamp with the
 * kernel's tick (up to 10 ms), old ones with whole seconds.
 */
export function isWithinClockGranularity (
  status: { ctimeNs: bigint, mtimeNs: bigint },
  nowMs: number
): boolean {
  const changedNs = status.ctimeNs > status.mtimeNs ? status.ctimeNs : status.mtimeNs
  const granularityMs = changedNs % 1_000_000_000n === 0n ? 2000 : 20
  return Number(changedNs / 1_000_000n) > nowMs - granularityMs
}
