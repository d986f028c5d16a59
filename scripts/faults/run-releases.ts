import type { DeliveryBreak } from './delivery-world.js'

interface Options {
  operations: number
  seed: number
  broken: DeliveryBreak | undefined
}

/** Without `registry` half of the operations go to each. */
export async function runReleases (
  isReal: boolean,
  registry: string | undefined,
  options: Options
): Promise<Array<{ wrong: string[] }>> {
  if (!isReal) {
    const { deliveryChaos } = await import('./delivery-chaos.js')
    return [await deliveryChaos(options)]
  }
  const { releaseChaos } = await import('./release-chaos.js')
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`)
  }
  const kinds = (['folder', 'zookeeper'] as const).filter(each => registry === undefined || registry === each)
  const operations = Math.ceil(options.operations / kinds.length)
  const reports = []
  for (const each of kinds) {
    reports.push(await releaseChaos({ ...options, operations, registry: each, say }))
  }
  return reports
}
