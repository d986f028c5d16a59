import { Random } from '../faults/random.js'
import { hostileOptions, longestSide } from './hostile-options.js'
import type { HostileOptions } from './hostile-options.js'
import { OddNames } from './odd-names.js'
import { isJpeg, oddPicture, onOtherCanvas } from './odd-pictures.js'
import type { OddPicture } from './odd-pictures.js'
import { plantFault } from './planted-faults.js'
import type { HostileSet } from './hostile-set.js'
import type { PlantedFault } from './planted-faults.js'

/** Pictures that stay pictures, each at one scale. */
export interface HostileImages {
  folder: string
  output: string
  options: { textureFormat: 'same' | 'png' | 'webp', quality: 100, scales: [number], maxWidth?: number }
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
  images: HostileImages[]
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

export interface HostileSettings {
  /** Outputs may lie in volumes, bind mounts and overlays. */
  mounts: boolean
  /** Pages may be textures of blocks, which take longer to make and a decoder of somebody else to read. */
  blocks: boolean
}

/** A project whose options, pictures, names and places are all odd; the seed says which. */
export function hostileProject (seed: number, settings: HostileSettings): HostileProject {
  const random = new Random(seed)
  const names = new OddNames(random)
  const variants = random.chance(0.25) ? ['android', 'ios'] : undefined
  const sets: HostileSet[] = []
  const rules: HostileProject['rules'] = []
  for (let number = 0; number < random.integer(1, 2); number++) {
    const made = hostileRule(random, names, { number, variants, ...settings })
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
  const images = random.chance(0.3) ? [hostileImages(random, names)] : []
  rules.push(...images.map(({ folder, output, options }) => ({
    name: 'pictures',
    processor: 'image',
    include: [`${folder}/**`],
    output: `${output}/{scale}`,
    options
  })))
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
    images,
    copies,
    output: random.pick(kinds),
    foreign: new Map(
      random.chance(0.5) ? [['notes.txt', Buffer.from('mine')], ['s0/by hand.png', Buffer.of(1)]] : []
    ),
    change: () => {
      for (const { pictures, places } of sets) {
        const options = places[0]?.options
        changePictures(random, pictures, names, options && longestSprite(options))
      }
      for (const { pictures } of images) changePictures(random, pictures, names)
      for (const copy of copies.values()) if (random.chance(0.5)) copy.bytes = Buffer.from(`${random.next()}`)
    },
    plant: random.chance(0.25) ? () => plantFault(random, sets) : undefined
  }
}

function hostileImages (random: Random, names: OddNames): HostileImages {
  const pictures = new Map<string, OddPicture>()
  for (let count = random.integer(1, 4); count > 0; count--) addPicture(random, pictures, names.next())
  return {
    folder: 'pictures',
    output: 'img',
    options: {
      textureFormat: random.pick(['same', 'png', 'webp'] as const),
      quality: 100,
      scales: [random.pick([1, 1, 1, 0.5, 2])],
      ...random.chance(0.3) && { maxWidth: random.integer(1, 24) }
    },
    pictures
  }
}

function hostileRule (
  random: Random,
  names: OddNames,
  { number, variants, blocks }: {
    number: number
    variants: readonly string[] | undefined
    blocks: boolean
  }
): { rule: HostileProject['rules'][number], sets: HostileSet[] } {
  const rule = `r${number}`
  const dirs = random.pick([['one'], ['one'], ['甲 组', 'b&c']])
  const drafts = dirs.map(dir => ({
    dir: `${dir}${number}`,
    names: Array.from({ length: random.integer(1, 12) }, () => names.next())
  }))
  const options = hostileOptions(random, drafts.flatMap(draft => draft.names), { blocks })
  const output = `s${number}/${variants === undefined ? '' : '{platform}/'}{scale}/{dir}/{dir}`
  const sets = drafts.map(draft => {
    const pictures = new Map<string, OddPicture>()
    for (const name of draft.names) addPicture(random, pictures, name, longestSprite(options))
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

function addPicture (
  random: Random,
  pictures: Map<string, OddPicture>,
  name: string,
  longest = 24
): void {
  const twins = [...pictures.values()].filter(({ width, height }) => Math.max(width, height) <= longest)
  const twin = twins.length > 0 && !isJpeg(name) && random.chance(0.3) ? random.pick(twins) : undefined
  pictures.set(
    name,
    twin === undefined
      ? oddPicture(random, Math.min(longest, random.chance(0.1) ? longest : 24), name)
      : onOtherCanvas(random, twin, longest, name)
  )
}

function changePictures (
  random: Random,
  pictures: Map<string, OddPicture>,
  names: OddNames,
  longest?: number
): void {
  for (const name of [...pictures.keys()]) {
    if (random.chance(0.2)) addPicture(random, pictures, name, longest)
    else if (random.chance(0.15) && pictures.size > 1) pictures.delete(name)
  }
  for (let count = random.integer(0, 4); count > 0; count--) {
    addPicture(random, pictures, names.next(), longest)
  }
}
