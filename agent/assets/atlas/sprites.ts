import { paired } from '../../paired.js'
import { resizeFilter } from '../pictures/resize.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { SourceFile } from '../sources/source-file.js'
import type { AtlasGroup } from './atlas-group.js'
import { frameName } from './frame-names.js'
import { isNinePatch } from './sprite.js'
import type { Sprite, SpriteFacts } from './sprite.js'
import type { SpritePixels } from './sprite-pixels.js'
import { frameBox } from '../pictures/trim.js'

/**
 * Measures the sprites of a group at one scale, by name. Only pictures that the run before did not measure
 * are decoded. Undefined in a dry run when that is not known yet.
 */
export async function measureSprites (
  group: AtlasGroup,
  scale: number,
  pixels: SpritePixels,
  context: BuildContext
): Promise<Sprite[] | undefined> {
  const { options } = group.rule
  const files = group.files.map(file => ({ file, name: frameName(options.frameName, group, file) })).sort((
    a,
    b
  ) => a.name < b.name ? -1 : 1)
  const settings = measureSettings(options, scale)
  const id = `${group.id}${scale === 1 ? '' : `@${scale}x`} sprites`
  const result = await context.runner.run({
    id,
    rule: group.rule.name,
    inputs: {
      kind: 'sprites',
      version: 4,
      options: settings,
      inputs: files.map(({ file }) => [file.name, file.sha256])
    },
    run: async () => {
      const known = knownFacts(context, id, settings)
      return {
        value: await Promise.all(files
          .map(async ({ file }) => known.get(factsKey(file)) ?? await pixels.measure(file)))
      }
    }
  })
  return result && paired(files, result.value).map(([{ file, name }, facts]) => toSprite(name, file, facts))
}

/** What facts of sprites depend on, besides their pictures. */
export function measureSettings ({ trim, trimThreshold, trimMargin }: AtlasOptions, scale: number) {
  return {
    trim,
    threshold: trimThreshold,
    margin: trimMargin,
    scale,
    ...scale !== 1 && { filter: resizeFilter }
  }
}

function toSprite (
  name: string,
  file: SourceFile,
  [sourceWidth, sourceHeight, left, top, width, height, digest, isTrimmed]: SpriteFacts
): Sprite {
  const box = { left, top, width, height }
  const frame = isTrimmed === 1 ? frameBox(box, sourceWidth, sourceHeight) : box
  return { name, file, sourceWidth, sourceHeight, box, frame, digest, isNinePatch: isNinePatch(file.name) }
}

function knownFacts (context: BuildContext, id: string, settings: unknown): Map<string, SpriteFacts> {
  const previous = context.runner.previous(id)
  if (previous === undefined || JSON.stringify(previous.inputs.options) !== JSON.stringify(settings)) {
    return new Map()
  }
  const facts = previous.value as SpriteFacts[]
  return new Map(
    paired(previous.inputs.inputs, facts).map(([[name, sha256], each]) => [factsKey({ name, sha256 }), each])
  )
}

function factsKey ({ name, sha256 }: Pick<SourceFile, 'name' | 'sha256'>): string {
  return isNinePatch(name) ? `9${sha256}` : sha256
}
