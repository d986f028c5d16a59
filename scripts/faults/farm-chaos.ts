import { simulateFarm } from '../../agent/farm/testing/simulated-farm.js'

/**
 * Random fault sequences on a simulated farm of 20; the report names the seeds after which something did not
 * hold.
 */
export async function farmChaos (
  { sequences, seed }: { sequences: number, seed: number }
): Promise<
  {
    sequences: number
    looks: number
    offline: number
    online: number
    outages: number
    failed: Array<{ seed: number, broken: string[] }>
  }
> {
  const failed: Array<{ seed: number, broken: string[] }> = []
  const report = { sequences, looks: 0, offline: 0, online: 0, outages: 0, failed }
  for (let index = 0; index < sequences; index++) {
    let state = seed + index
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
    const { looks, offline, online, outages, broken } = await simulateFarm(random)
    report.looks += looks
    report.offline += offline
    report.online += online
    report.outages += outages
    if (broken.length > 0) report.failed.push({ seed: seed + index, broken })
  }
  return report
}
