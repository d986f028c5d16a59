import { realpathSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { PacklineError } from '../../../errors.js'
import { excludeMatcher } from '../../../files/glob.js'
import { scanNamedInputs } from '../../sources/named-inputs.js'
import type { BuildContext } from '../../actions/build-context.js'
import type { SourceFile } from '../../sources/source-file.js'
import { phrase } from '../../../messages/phrase.js'

/** What TexturePacker takes for a sprite in a folder that it is given. */
const picture =
  /\.(bmp|dds|gif|ico|jpe?g|ktx2?|p[bgnp]m|pkm|png|psd|pvr(\.ccz|\.gz)?|pvrtc|svgz?|swf|tga|tiff?|webp|xbm|xpm)$/i

/** Every file that a .tps names, by itself or with its folder; names are relative to the project. */
export async function tpsInputs (
  tps: SourceFile,
  sources: readonly string[],
  exclude: readonly string[],
  context: BuildContext
): Promise<SourceFile[]> {
  const places = sources.map(source => placeOf(tps.path, source))
  for (const place of places) checkPlace(context.project, place, tps.path)
  const files = new Set(places.filter(place => statSync(join(context.project, place)).isFile()))
  const found = await scanNamedInputs({
    owner: tps.path,
    places,
    isExcluded: excludeMatcher(exclude),
    isWanted: path => files.has(path) || picture.test(path)
  }, context)
  if (found.length === 0) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
      file: tps.path,
      reason: phrase('tps.noPictures')
    })
  }
  return found
}

/** The project-relative path of what a .tps names. */
function placeOf (tps: string, source: string): string {
  const slashed = source.replaceAll('\\', '/')
  const path = posix.normalize(posix.join(posix.dirname(tps), slashed)).replace(/\/$/, '')
  if (
    posix.isAbsolute(slashed) || /^[A-Za-z]:/.test(slashed) || path === '..' || path.startsWith('../') ||
    source.includes('\0')
  ) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
      file: tps,
      reason: phrase('tps.outside', { source })
    })
  }
  return path === '.' ? '' : path
}

function checkPlace (project: string, path: string, tps: string): void {
  const full = join(project, path)
  if (statSync(full, { throwIfNoEntry: false }) === undefined) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
      file: tps,
      reason: phrase('tps.missing', { path })
    })
  }
  if (!(realpathSync(full) + sep).startsWith(project + sep)) {
    throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: path, target: realpathSync(full) })
  }
}
