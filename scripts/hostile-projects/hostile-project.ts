import { Random } from '../faults/random.js'
import { hostileOptions, longestSide } from './hostile-options.js'
import type { HostileOptions } from './hostile-options.js'
import { OddNames } from './odd-names.js'
import { oddPicture, onOtherCanvas } from './odd-pictures.js'
import type { OddPicture } from './odd-pictures.js'
import { plantFault } from './planted-faults.js'
import type { PlantedFault } from './planted-faults.js'

/** A folder of pictures that becomes sheets, once for each variant of the game. */
export interface HostileSet {
  rule: string
  /** Folder of the art, relative to the project. */
  folder: string
  dir: string
  /** Folders below the output that have this set and nothing else, with the options that hold there. */
  places: Array<{ folder: string, scale: number, options: HostileOptions }>
  pictures: Map<string, OddPicture>
}

/** How the output folder is made before the first build. */
export type OutputKind =
  | 'plain'
  | 'deep'
  | 'dotted'
  | 'link'
  | 'volume'
  | 'bind'
  | 'volume inside'
  | 'overlay'

export interface HostileProject {
  seed: number
  /** What `assets` of the project file holds. */
  assets: Record<string, unknown>
  rules: Array<Record<string, unknown>>
  sets: HostileSet[]
  /** Files that are copied as they are: source, output, bytes. */
  copies: Map<string, { output: string, bytes: Buffer }>
  output: OutputKind
  /** Below the output, of somebody else. */
  foreign: Map<string, Buffer>
  /** Changes the art as people do between two builds. */
  change: () => void
  /** Says what to make wrong in the end; undefined for a project in which nothing is. */
  plant: (() => PlantedFault) | undefined
}

const outputKinds: OutputKind[] = ['plain', 'plain', 'deep', 'dotted', 'link']
const mountedKinds: OutputKind[] = ['volume', 'bind', 'volume inside', 'overlay']
export const outputPaths: Record<OutputKind, string> = {
  plain: 'out',
  deep: '深 folder/a b/res',
  dotted: './build/./res/',
  link: 'linked',
  volume: 'out',
  bind: 'out',
  'volume inside': 'out',
  overlay: 'out'
}

/** A project whose options, pictures, names and places are all odd; the seed says which. */
export function hostileProject (seed: number, settings: { mounts: boolean }): HostileProject {
  const random = new Random(seed)
  const names = new OddNames(random)
  const variants = random.chance(0.25) ? ['android', 'ios'] : undefined
  const sets: HostileSet[] = []
  const rules: HostileProject['rules'] = []
  for (let number = 0; number < random.integer(1, 2); number++) {
    const made = hostileRule(random, names, number, variants)
    rules.push(made.rule)
    sets.push(...made.sets)
  }
  const copies = new Map<string, { output: string, bytes: Buffer }>()
  if (random.chance(0.4)) {
    rules.push({ name: 'sound', processor: 'copy', include: ['sound/**'], output: 'snd' })
    for (let count = random.integer(1, 4); count > 0; count--) {
      const name = names.next()
      const bytes = Buffer.from(`${random.next()}`.repeat(random.integer(0, 400)))
      copies.set(`sound/${name}`, { output: `snd/${name}`, bytes })
    }
  }
  const kinds = settings.mounts ? [...outputKinds, ...mountedKinds] : outputKinds
  return {
    seed,
    assets: {
      profile: random.pick(['fast', 'fast', 'release']),
      hardLinks: random.chance(0.1),
      ...variants !== undefined && {
        variants: { platforms: { android: {}, ios: { atlas: { textureFormat: 'pvr.ccz' } } } }
      }
    },
    rules,
    sets,
    copies,
    output: random.pick(kinds),
    foreign: new Map(
      random.chance(0.5) ? [['notes.txt', Buffer.from('mine')], ['s0/by hand.png', Buffer.of(1)]] : []
    ),
    change: () => {
      for (const set of sets) changeSet(random, set, names)
      for (const copy of copies.values()) if (random.chance(0.5)) copy.bytes = Buffer.from(`${random.next()}`)
    },
    plant: random.chance(0.25) ? () => plantFault(random, sets) : undefined
  }
}

function hostileRule (
  random: Random,
  names: OddNames,
  number: number,
  variants: readonly string[] | undefined
): { rule: HostileProject['rules'][number], sets: HostileSet[] } {
  const rule = `r${number}`
  const dirs = random.pick([['one'], ['one'], ['甲 组', 'b&c']])
  const drafts = dirs.map(dir => ({
    dir: `${dir}${number}`,
    names: Array.from({ length: random.integer(1, 12) }, () => names.next())
  }))
  const options = hostileOptions(random, drafts.flatMap(draft => draft.names))
  const output = `s${number}/${variants === undefined ? '' : '{platform}/'}{scale}/{dir}/{dir}`
  const sets = drafts.map(draft => {
    const pictures = new Map<string, OddPicture>()
    for (const name of draft.names) pictures.set(name, nextPicture(random, pictures, options))
    const places = (variants ?? ['']).flatMap(platform =>
      options.scales.map(scale => ({
        folder: ['s' + number, platform, String(scale), draft.dir].filter(part => part !== '').join('/'),
        scale,
        options: platform === 'ios' ? { ...options, textureFormat: 'pvr.ccz' as const } : options
      }))
    )
    return { rule, folder: `art/${rule}/${draft.dir}`, dir: draft.dir, places, pictures }
  })
  return { rule: { name: rule, processor: 'atlas', include: [`art/${rule}/*/`], output, options }, sets }
}

/** Small enough for a page at every scale of the rule, with all that may lie around it. */
function longestSprite (options: HostileOptions): number {
  const around = 2 * options.border + 2 * 3 + 2 * options.trimMargin + options.padding + 2
  return Math.max(1, Math.floor((longestSide(options) - around) / Math.max(1, ...options.scales)))
}

function nextPicture (
  random: Random,
  others: ReadonlyMap<string, OddPicture>,
  options: HostileOptions
): OddPicture {
  const longest = longestSprite(options)
  const twin = others.size > 0 && random.chance(0.3) ? random.pick([...others.values()]) : undefined
  if (twin !== undefined) return onOtherCanvas(random, twin, longest)
  return oddPicture(random, Math.min(longest, random.chance(0.1) ? longest : 24))
}

function changeSet (random: Random, { pictures, places }: HostileSet, names: OddNames): void {
  const [place] = places
  if (place === undefined) return
  for (const name of [...pictures.keys()]) {
    if (random.chance(0.2)) pictures.set(name, nextPicture(random, pictures, place.options))
    else if (random.chance(0.15) && pictures.size > 1) pictures.delete(name)
  }
  for (let count = random.integer(0, 4); count > 0; count--) {
    pictures.set(names.next(), nextPicture(random, pictures, place.options))
  }
}
