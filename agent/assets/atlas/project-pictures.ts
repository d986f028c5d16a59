import { ByteBudget, pixelBudgetBytes } from '../../byte-budget.js'
import type { BuildProfile } from '../../config/project-schema.js'
import { MeasuredPictures } from '../pictures/measuring/measured-pictures.js'
import { prepareFor } from '../pictures/measuring/found-pictures.js'
import { bytesToKeep, PicturesTogether } from '../pictures/measuring/pictures-together.js'
import { RecycledSlabs } from '../pictures/measuring/recycled-slabs.js'
import type { TrimSettings } from '../pictures/trim.js'
import { namesCsi } from '../sources/companion-files.js'
import { nameInGroup } from '../sources/groups.js'
import type { RuleMatcher } from '../sources/groups.js'
import type { ScanSettings } from '../sources/scan.js'
import type { AtlasGroup } from './atlas-group.js'
import { isOfSharedStrips } from './page-encoding.js'
import { cutsOf } from './sprite-settings.js'

/** Pixels are kept besides. */
const mostFileBytes = 24 * 1024 * 1024

type AtlasRule = AtlasGroup['rule']

/** How the pictures of one rule are trimmed, by their names in its sets. */
interface OwnCuts {
  matcher: RuleMatcher
  cutOf: (path: string) => TrimSettings | undefined
}

/**
 * The pictures of all atlas sets of a project, measured while its files are looked at. What is measured
 * depends on nothing but rules and bytes; each set takes its own.
 */
export class ProjectPictures {
  readonly pixels = new ByteBudget(pixelBudgetBytes)
  readonly measured: MeasuredPictures
  readonly #together: PicturesTogether
  readonly #slabs = new RecycledSlabs()
  readonly #measuring: OwnCuts[]
  readonly #others: RuleMatcher[]
  /**
   * Pictures are not measured ahead without room for their pixels: their sets may have some later, and need
   * it. Where threads draw pages, these decode again what lies on them.
   */
  readonly #wantsRoom: boolean
  /** By path; none for what is not measured. */
  readonly #cuts = new Map<string, Array<TrimSettings | undefined>>()
  #found = 0
  #reading: string | undefined

  /** @param matchers of the rules that are built */
  constructor (root: string, matchers: readonly RuleMatcher[], profile: BuildProfile) {
    const rules = matchers.map(matcher => ({ matcher, atlas: measuredRule(matcher) }))
    this.#others = rules.flatMap(({ matcher, atlas }) => atlas === undefined ? [matcher] : [])
    const measuring = rules.flatMap(({ matcher, atlas }) => atlas === undefined ? [] : [{ matcher, atlas }])
    this.#measuring = measuring.map(({ matcher, atlas }) => ownCuts(matcher, atlas))
    const areShared = measuring.map(({ atlas }) => isOfSharedStrips(atlas.options, { profile }))
    this.#wantsRoom = areShared.includes(false)
    this.#together = new PicturesTogether(root, bytesToKeep(this.pixels), {
      slabs: this.#slabs,
      sharesPixels: areShared.includes(true)
    })
    this.measured = new MeasuredPictures(this.#together, this.pixels, { leavesUnkept: this.#wantsRoom })
  }

  /** What a scan tells, and where it reads pictures. */
  get scanning (): Pick<ScanSettings, 'onFound' | 'onRead' | 'readInto' | 'bytesToKeep' | 'keepUp'> {
    return {
      onFound: (_, path) => {
        if (this.#cutsOf(path).length > 0) prepareFor(++this.#found)
      },
      readInto: path => {
        this.#reading = this.#isMeasured(path) ? path : undefined
        return this.#reading === undefined ? undefined : this.#slabs
      },
      onRead: (path, bytes, sha256) => {
        // There was room when it was read into memory that is used again.
        const isMeasured = bytes === undefined ? this.#isMeasured(path) : path === this.#reading
        if (!isMeasured) return false
        const areAdded = this.#cutsOf(path).map(cut => this.#together.add({ path, sha256, cut, bytes }))
        return areAdded.every(isAdded => isAdded)
      },
      bytesToKeep: mostFileBytes,
      keepUp: async () => {
        await this.#together.keepUp()
      }
    }
  }

  #isMeasured (path: string): boolean {
    return (!this.#wantsRoom || this.#together.hasRoom) && this.#cutsOf(path).length > 0
  }

  /** Files that other rules take, too, are read by these. */
  #cutsOf (path: string): Array<TrimSettings | undefined> {
    const known = this.#cuts.get(path)
    if (known !== undefined) return known
    const own = path.endsWith('.png') ? this.#measuring.filter(({ matcher }) => matcher.isInput(path)) : []
    const isOthers = own.length === 0 || this.#others.some(other => other.takes(path))
    const cuts = isOthers ? [] : own.map(({ cutOf }) => cutOf(path))
    this.#cuts.set(path, cuts)
    return cuts
  }
}

/** Whether these rules have such pictures at all. */
export function havePictures (matchers: readonly RuleMatcher[]): boolean {
  return matchers.some(matcher => measuredRule(matcher) !== undefined)
}

/** Not one of tools, and not one whose pictures a file in it names. */
function measuredRule ({ rule }: RuleMatcher): AtlasRule | undefined {
  if (rule.processor !== 'atlas' || rule.tool !== 'embedded') return undefined
  return rule.options.scales.includes(1) && !rule.include.some(namesCsi) ? rule : undefined
}

function ownCuts (matcher: RuleMatcher, { options }: AtlasRule): OwnCuts {
  const cutOf = cutsOf(options)
  // Nine-patches are known by the end of their names.
  if (options.sprites.length === 0) return { matcher, cutOf }
  return { matcher, cutOf: path => cutOf(nameInGroup(matcher, path)) }
}
