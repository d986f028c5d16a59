import { openHotUpdates } from './open-hot-updates.js'
import type { HotUpdateSettings } from './open-hot-updates.js'
import { playerDownloads } from './player-downloads.js'
import type { PlayerDownload } from './player-downloads.js'
import { publishedLines } from './published-versions.js'

/** For players on each of the last `count` versions of each target. */
export async function reportHotUpdate (
  settings: HotUpdateSettings,
  count: number
): Promise<Array<PlayerDownload & { target: string }>> {
  const { output, targets } = await openHotUpdates(settings)
  return targets.flatMap(({ id }) => publishedLines(output, id)).flatMap(line =>
    playerDownloads(line, count).map(each => ({ target: line.target, ...each }))
  )
}
