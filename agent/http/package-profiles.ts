import { PacklineError } from '../errors.js'
import { installProfile, profileIn } from '../packaging/ipa/install-profile.js'
import type { InstallProfile } from '../packaging/ipa/install-profile.js'
import type { FoundPackage } from '../release/find-package.js'
import type { ReleaseStore } from '../release/release-store.js'
import { answerMs } from './page-reply.js'
import type { PackageBytes } from './send-package.js'

interface Known {
  profile: InstallProfile | 'none'
  until: number
}

const mostKnown = 500
/** Pieces of a store's file prove nothing: where it has other bytes, that is not believed for ever. */
const believedMs = 600_000

/** What the profiles of IPAs allow. */
export class PackageProfiles {
  readonly #bytes: PackageBytes
  readonly #now: () => number
  /** By digest: a large IPA is looked into once. */
  readonly #known = new Map<string, Known>()

  constructor (bytes: PackageBytes, now: () => number) {
    this.#bytes = bytes
    this.#now = now
  }

  /** `none` for an IPA without one, `unread` where nobody can tell now; undefined for what is no IPA. */
  async of (store: ReleaseStore, found: FoundPackage): Promise<Known['profile'] | 'unread' | undefined> {
    const { name, sha256 } = found.artifact
    if (!/\.ipa$/i.test(name)) return undefined
    const known = this.#known.get(sha256)
    if (known !== undefined && this.#now() < known.until) return known.profile
    const path = await this.#bytes.path(store, found)
    const profile = path === undefined
      ? await this.#inStore(store, found)
      : await installProfile(path, name) ?? 'none'
    if (profile === 'unread') return profile
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(sha256, { profile, until: path === undefined ? this.#now() + believedMs : Infinity })
    return profile
  }

  /** A page does not wait long for a store. */
  async #inStore (store: ReleaseStore, found: FoundPackage): Promise<Known['profile'] | 'unread'> {
    const signal = AbortSignal.timeout(answerMs)
    try {
      return await this.#bytes.look(
        store,
        found,
        signal,
        async source => await profileIn(source, found.artifact.name) ?? 'none'
      ) ?? 'unread'
    } catch (error) {
      if (error instanceof PacklineError || signal.aborted) return 'unread'
      throw error
    }
  }
}
