import { paired } from '../../paired.js'
import { resizeFilter } from '../pictures/resize.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import { resultsInLanes } from '../actions/throw-all.js'
import type { SourceFile } from '../sources/source-file.js'
import type { AtlasGroup } from './atlas-group.js'
import { actionIds, atlasActions } from './atlas-actions.js'
import { frameName } from './frame-names.js'
import { contentOf, spriteSettings } from './sprite-settings.js'
import type { SpriteSettings } from './sprite-settings.js'
import type { PictureFacts } from '../pictures/measuring/picture-facts.js'
import type { Sprite } from './sprite.js'
import type { SpritePixels } from './sprite-pixels.js'
import { frameBox } from '../pictures/trim.js'

/** More than are decoded at once, so that there is always a next one. */
const measuredAtOnce = 64

/** A picture of a group under the name of its frame. */
export interface NamedFile {
  name: string
  file: SourceFile
}

/** The pictures of a group, by name. */
export function namedFiles (group: AtlasGroup): NamedFile[] {
  const pattern = group.rule.options.frameName
  return group.files.map(file => ({ name: frameName(pattern, group, file), file })).sort((a, b) =>
    a.name < b.name ? -1 : 1
  )
}

/**
 * Measures the sprites of a group at one scale, by name. Only pictures that the run before did not measure
 * are decoded.
 */
export async function measureSprites (
  group: AtlasGroup,
  scale: number,
  pixels: SpritePixels,
  context: BuildContext
): Promise<Sprite[]> {
  const { action, sprites } = spritesAction(group, scale, namedFiles(group))
  const result = await context.runner.decide({
    ...action,
    run: async () => {
      const known = knownFacts(context, action)
      const together = await pixels.measureTogether(
        sprites.flatMap(({ file, own: { trims }, content }) => known.has(content) ? [] : [{ file, trims }])
      )
      const value = sprites.map(({ content }) => known.get(content) ?? together.get(content))
      const left = value.flatMap((facts, index) => facts === undefined ? [index] : [])
      await resultsInLanes(
        left,
        measuredAtOnce,
        async index => {
          const { file, own } = sprites[index]!
          value[index] = await pixels.measure(file, own.trims)
        },
        context
      )
      return { value: value.filter(facts => facts !== undefined) }
    }
  })
  return paired(sprites, result.value).map(([{ file, name, own }, facts]) => toSprite(name, file, own, facts))
}

/** The action that measures sprites, but for how, and what it measures. */
export function spritesAction (group: AtlasGroup, scale: number, files: readonly NamedFile[]) {
  const settingsOf = spriteSettings(group.rule.options)
  const sprites = files.map(({ file, name }) => {
    const own = settingsOf(file.name)
    return { file, name, own, content: contentOf(file, own.trims) }
  })
  const action = {
    id: actionIds.sprites(group, scale),
    rule: group.rule.name,
    inputs: {
      kind: 'sprites',
      version: atlasActions.sprites,
      options: measureSettings(group.rule.options, scale),
      inputs: sprites.map(({ file, content }) => [file.name, content] as const)
    }
  }
  return { action, sprites }
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

export function toSprite (
  name: string,
  file: SourceFile,
  settings: SpriteSettings,
  [sourceWidth, sourceHeight, left, top, width, height, digest, isTrimmed]: PictureFacts
): Sprite {
  const box = { left, top, width, height }
  const frame = isTrimmed === 1 ? frameBox(box, sourceWidth, sourceHeight) : box
  return { name, file, sourceWidth, sourceHeight, box, frame, digest, settings }
}

/** By how a picture is cut and its digest. */
function knownFacts (
  { runner }: BuildContext,
  { id, inputs: { version, options } }: ReturnType<typeof spritesAction>['action']
): Map<string, PictureFacts> {
  const previous = runner.previous(id)
  if (
    previous === undefined || previous.inputs.version !== version ||
    JSON.stringify(previous.inputs.options) !== JSON.stringify(options)
  ) {
    return new Map()
  }
  const facts = previous.value as PictureFacts[]
  return new Map(paired(previous.inputs.inputs, facts).map(([[, content], each]) => [content, each]))
}
