import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import type { LayoutInput } from './layout-input.js'
import type { LayoutLock } from './pack/layout-lock.js'
import { packStable } from './pack/pack-stable.js'
import type { Packing } from './pack/packing.js'

/** Packs so that as little as possible moves since the layout file was written, and writes it anew. */
export async function packWithLock (
  group: AtlasGroup,
  id: string,
  { items, settings, inputs }: LayoutInput,
  context: BuildContext
): Promise<Packing | undefined> {
  const { options } = group.rule
  const lockFile = layoutFileOf(options, group, id)
  const lock = readLock(context, lockFile)
  const stable = { ...settings, minEfficiency: options.minEfficiency }
  const inputsWith = (current: LayoutLock | undefined) => ({
    kind: 'stable-layout',
    version: 1,
    options: { ...stable, lock: current ?? null },
    inputs
  })
  const result = await context.runner.run({
    id: `${id} layout`,
    rule: group.rule.name,
    inputs: inputsWith(lock),
    run: async () => {
      const { packing, lock: next, repacked, moved } = packStable(items, lock, stable)
      return { value: { packing, lock: next, repacked, moved: moved.length } }
    }
  })
  if (result === undefined) return undefined
  const { packing, lock: next } = result.value
  // With its own lock the layout is the same again, so the next run need not compute it.
  if (!context.runner.isDryRun) context.runner.remember(inputsWith(next), result)
  context.keptFiles.write(lockFile, Buffer.from(formatLock(next)))
  return packing
}

function layoutFileOf (options: AtlasOptions, group: AtlasGroup, id: string): string {
  return options.layoutFile?.replaceAll('{dir}', group.dir) ?? `packline-layouts/${id}.json`
}

/** A layout file that cannot be read is no lock: the atlas is packed anew, and the run says so. */
function readLock (context: BuildContext, path: string): LayoutLock | undefined {
  const bytes = context.keptFiles.read(path)
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(bytes.toString('utf8')) as LayoutLock
  } catch {
    context.warn(`${path} is not valid JSON: this atlas is packed anew`)
    return undefined
  }
}

/** One sprite a line, so that a version control shows what moved. */
function formatLock ({ sprites, pages, ...rest }: LayoutLock): string {
  const head = JSON.stringify({ ...rest, pages }).slice(0, -1)
  return `${head},"sprites":[\n${sprites.map(sprite => JSON.stringify(sprite)).join(',\n')}\n]}\n`
}
