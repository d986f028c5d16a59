import type { HotUpdate } from '../../config/hot-update-schema.js'
import { PacklineError } from '../../errors.js'
import { compareVersions } from '../../release/game-version.js'
import { publishedLines } from './published-versions.js'

/**
 * Before cocos2d-x 3.15 (pull request 17115) and Creator 1.4 a client compares its package with what it
 * downloaded as text when it starts: 1.0.0.10 is below 1.0.0.9 then, and the download is thrown away. Throws
 * HOT_UPDATE_VERSION_AS_TEXT.
 */
export function checkAsText (
  version: string,
  others: ReadonlyArray<string | undefined>,
  { engineVersion }: Pick<HotUpdate, 'engineVersion'>,
  target: string
): void {
  if (!comparesText(engineVersion)) return
  const last = others.find(other =>
    other !== undefined && compareVersions(other, version) < 0 && other >= version
  )
  if (last !== undefined) {
    throw new PacklineError('HOT_UPDATE_VERSION_AS_TEXT', { version, target, last, engineVersion })
  }
}

/** Such a client keeps what it downloaded for an earlier package where that seems newer than this one. */
export function checkPackageAsText (
  version: string,
  definition: Pick<HotUpdate, 'engineVersion'>,
  output: string,
  target: string
): void {
  if (!comparesText(definition.engineVersion)) return
  const published = publishedLines(output, target).flatMap(line => line.list()).map(each => each.version)
  checkAsText(version, published, definition, target)
}

function comparesText (engineVersion: string): boolean {
  const [, major = '', minor = ''] = /(\d+)\.(\d+)/.exec(engineVersion) ?? []
  return (major === '3' && Number(minor) < 15) || (major === '1' && Number(minor) < 4)
}
