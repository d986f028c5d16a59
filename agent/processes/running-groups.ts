/** The leaders of process groups that this process has started and that run. */
export const runningGroups = new Set<number>()

/** Kills all of them, for a process that ends at once. */
export function killGroups (): void {
  for (const leader of runningGroups) {
    try {
      process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL')
    } catch { /* it is gone already */ }
  }
}
