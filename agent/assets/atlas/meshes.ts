import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import type { Layout } from './layout.js'
import type { SpriteMesh } from './mesh/sprite-mesh.js'
import type { SpritePixels } from './sprite-pixels.js'

/** Meshes by the digests of the sprites' pixels; none for sprites that are drawn as rectangles. */
export type Meshes = ReadonlyMap<string, SpriteMesh>

const version = 2
/** The library that cuts polygons into triangles, for keys; a test holds it to package.json. */
export const meshVersions = { earcut: '3.2.4' } as const
/** What else meshes depend on besides settings and pixels. */
export const meshAction = { version, tools: meshVersions } as const

/** Throws ATLAS_MESH_FORMAT where the rule's sheets have no place for meshes. */
export function checkMeshFormat (
  { name, options: { format } }: { name: string, options: Pick<AtlasOptions, 'format'> }
): void {
  if (format !== 'cocos2d-3') throw new PacklineError('ATLAS_MESH_FORMAT', { rule: name, format })
}

/**
 * The meshes of a layout's sprites, where the rule asks for them: one action, whose result of the last run
 * serves for pixels that are the same.
 */
export async function meshSprites (
  { rule }: AtlasGroup,
  id: string,
  { places }: Layout,
  pixels: SpritePixels,
  context: BuildContext
): Promise<Meshes> {
  const { mesh, trimThreshold: threshold } = rule.options
  if (!mesh) return new Map()
  checkMeshFormat(rule)
  const sprites = new Map(
    places.flatMap(({ sprite }) => sprite.settings.trims ? [[sprite.digest, sprite] as const] : [])
  )
  const action = `${id} meshes`
  const options = { threshold }
  const result = await context.runner.decide({
    id: action,
    rule: rule.name,
    inputs: {
      kind: 'meshes',
      version,
      options,
      tools: meshVersions,
      inputs: [...sprites.keys()].sort().map(digest => [digest, digest] as const)
    },
    run: async () => {
      const previous = context.runner.previous(action)
      const isSame = previous !== undefined &&
        JSON.stringify([previous.inputs.options, previous.inputs.tools, previous.inputs.version]) ===
          JSON.stringify([options, meshVersions, version])
      const known = new Map(isSame ? previous.value as Array<[string, SpriteMesh | null]> : [])
      const { spriteMesh } = await import('./mesh/sprite-mesh.js')
      const value: Array<[string, SpriteMesh | null]> = []
      for (const [digest, sprite] of sprites) {
        context.signal.throwIfAborted()
        const old = known.get(digest)
        value.push([
          digest,
          old ?? (old === null ? null : spriteMesh(await pixels.load(sprite), threshold) ?? null)
        ])
      }
      return { value }
    }
  })
  return new Map(result.value.flatMap(([digest, each]) => each === null ? [] : [[digest, each]]))
}
