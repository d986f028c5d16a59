import { posix } from 'node:path'
import type { Reference, ReferenceKind } from '../export-options.js'
import { isCsd, isCsi, plistOfCsi } from '../file-names.js'
import type { CcsEntries } from './ccs-project.js'
import type { CcsSettings } from './ccs-settings.js'
import { mayHaveParts, partsOf } from './resource-parts.js'

/** The sources of a Cocos Studio project, by names that start from its folder cocosstudio. */
export interface StudioSources {
  names: ReadonlySet<string>
  read: (name: string) => Promise<Buffer>
  /** What a csd names. */
  referencesOf: (csd: string) => Promise<readonly Reference[]>
  /** The pictures of a csi. */
  picturesOf: (csi: string) => Promise<readonly string[]>
}

/** What publishing a project makes, by the names of what it is made of. */
export interface PublishPlan {
  csds: string[]
  csis: string[]
  copies: string[]
  /** The Studio's own pictures that csd name. */
  defaults: string[]
}

/** Everything that a project lists, and what that needs, transitively. */
export async function planPublish (
  listed: CcsEntries,
  resources: NonNullable<CcsSettings['resources']>,
  sources: StudioSources
): Promise<PublishPlan> {
  const plan = new Planning(sources, resources)
  for (const csi of listed.csis) plan.addCsi(csi)
  await plan.addCsds(listed.csds)
  if (resources === 'all') {
    const members = new Set((await Promise.all(plan.csis.map(sources.picturesOf))).flat())
    for (const name of listed.files) if (!members.has(name)) await plan.addCopy(name, 'picture')
  }
  return plan.result()
}

/** All files of a folder as a project without a .ccs lists them. */
export function entriesOfFolder (names: Iterable<string>): CcsEntries {
  const all = [...names].filter(name => !/(?:^|\/)\.|\.(?:udf|cfg|ccs)$/i.test(name))
  return {
    csds: all.filter(isCsd),
    csis: all.filter(isCsi),
    files: all.filter(name => !isCsd(name) && !isCsi(name))
  }
}

class Planning {
  readonly #sources: StudioSources
  readonly #copiesFiles: boolean
  readonly #csds = new Set<string>()
  readonly #csis = new Set<string>()
  readonly #copies = new Set<string>()
  readonly #defaults = new Set<string>()

  constructor (sources: StudioSources, resources: NonNullable<CcsSettings['resources']>) {
    this.#sources = sources
    this.#copiesFiles = resources !== 'none'
  }

  get csis (): string[] {
    return [...this.#csis]
  }

  addCsi (name: string): void {
    if (this.#sources.names.has(name)) this.#csis.add(name)
  }

  /** The csd files and those that they hold, a level at a time. */
  async addCsds (names: readonly string[]): Promise<void> {
    const added = [...new Set(names)].filter(name => this.#sources.names.has(name) && !this.#csds.has(name))
    if (added.length === 0) return
    for (const name of added) this.#csds.add(name)
    const references = (await Promise.all(added.map(this.#sources.referencesOf))).flat()
    for (const reference of references) await this.#addReference(reference)
    await this.addCsds(references.filter(({ kind }) => kind === 'csb').map(({ path }) => nameFrom(path)))
  }

  async #addReference ({ kind, path, plist = '', isDefault }: Reference): Promise<void> {
    const wanted = nameFrom(kind === 'frame' ? plist : path)
    if (kind === 'csb' || wanted === '') return
    if (isDefault === true && !this.#sources.names.has(wanted)) {
      if (this.#copiesFiles) this.#defaults.add(wanted)
    } else if (this.#sources.names.has(wanted)) await this.addCopy(wanted, kind)
    else if (wanted.endsWith('.plist')) this.addCsi(csiOfPlist(wanted, this.#sources.names))
  }

  async addCopy (name: string, kind: ReferenceKind): Promise<void> {
    const { names, read } = this.#sources
    if (!this.#copiesFiles || this.#copies.has(name) || !names.has(name)) return
    this.#copies.add(name)
    if (!mayHaveParts(name, kind)) return
    for (const part of partsOf(name, kind, await read(name))) await this.addCopy(part, 'picture')
  }

  result (): PublishPlan {
    const sorted = (names: Iterable<string>): string[] => [...names].sort()
    return {
      csds: sorted(this.#csds),
      csis: sorted(this.#csis),
      copies: sorted(this.#copies),
      defaults: sorted(this.#defaults)
    }
  }
}

function csiOfPlist (plist: string, names: ReadonlySet<string>): string {
  const name = `${plist.slice(0, -'.plist'.length)}.csi`
  return names.has(name) ? name : [...names].find(each => isCsi(each) && plistOfCsi(each) === plist) ?? name
}

function nameFrom (path: string): string {
  const slashed = path.replaceAll('\\', '/')
  return slashed === '' ? '' : posix.normalize(slashed)
}
