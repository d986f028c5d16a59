import { copyFile, rm, stat } from 'node:fs/promises'
import { constants } from 'node:fs'
import type { ByteBudget } from '../../byte-budget.js'
import type { Signing } from '../../config/signing-schema.js'
import type { BlobReference, ContentStore } from '../../cache/content-store.js'
import { digestsOfFile, sha256OfFile } from '../../files/streamed-digest.js'
import { isSignature } from '../package-state.js'
import type { RowWarning, Signature } from '../package-state.js'
import type { BaselinePlan } from '../row-plan.js'
import { keyFile, readEarlierKeys, readSigningKey } from '../signing-key.js'
import type { SigningTools } from '../signing-tools.js'
import { BundleTool } from '../aab/bundle-tool.js'
import { makeSplits, stampSplits } from '../aab/make-splits.js'
import { inProject } from '../project-folder.js'
import { signerBytes } from './apk-signer.js'
import type { SignedApk } from './apk-signer.js'
import { writeEditedApk } from './edit-apk.js'
import { Hardener } from './harden-apk.js'
import type { HardenerContext } from './harden-apk.js'
import { keptPackage } from './kept-package.js'
import { StampSource } from './stamp-apk.js'
import { phrase, type Wording } from '../../messages/phrase.js'

export interface MadePackage {
  size: number
  sha256: string
  signature: Signature
  unsignedReason?: Wording
  warnings?: RowWarning[]
}

export interface MakerContext extends HardenerContext {
  signings: Record<string, Signing>
  tools: SigningTools
  memory: ByteBudget
}

/** From here on SHA-256 is enough. */
const bundleMinSdk = 24

interface TimedSignature extends SignedApk {
  milliseconds: number
}

interface Base {
  path: string
  size: number
  sha256?: string
  signature: Signature
  warnings?: RowWarning[]
}

/**
 * Makes APKs. What rows share is made once: the edited and signed APK, and the digest of all that a stamp
 * leaves alone.
 */
export class ApkMaker {
  readonly #context: MakerContext
  readonly #bases = new Map<string, Promise<Base>>()
  readonly #sources = new Map<string, Promise<StampSource>>()
  readonly #hardener: Hardener

  constructor (context: MakerContext) {
    this.#context = context
    this.#hardener = new Hardener(context)
  }

  /**
   * Writes the package of a row to `target`; `isShared` tells that other rows need the same APK with another
   * stamp.
   */
  async make (plan: BaselinePlan, target: string, isShared: boolean): Promise<MadePackage> {
    const { stamp } = plan
    const hasV4 = this.#context.signings[plan.row.signing ?? '']?.schemes.includes('v4') ?? false
    const base = plan.way === 'repack'
      ? isShared && !hasV4
        ? await this.#sharedBase(plan)
        : await this.#edited(plan, stamp === undefined ? target : `${target}.unstamped`)
      : asItIs(plan)
    if (stamp !== undefined && plan.row.definition.splits !== undefined) {
      await stampSplits(base.path, target, stamp, plan.row.definition.channelForms, this.#context.signal)
      if (!isShared) await rm(base.path)
      const { size, sha256 } = await digestsOfFile(target)
      return { size, sha256, signature: 'signed', ...this.#warningsOf(base, plan) }
    }
    if (stamp !== undefined) {
      const source = await this.#source(base.path, plan.baseline.definition.path)
      const made = await source.stamp(stamp, target, plan.row.definition.channelForms)
      if (plan.way === 'repack' && !isShared) {
        this.#sources.delete(base.path)
        await rm(base.path)
      }
      return { ...made, signature: 'signed', ...this.#warningsOf(base, plan) }
    }
    if (base.path !== target) {
      await copyFile(base.path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    }
    return {
      size: base.size,
      sha256: base.sha256 ?? await sha256OfFile(target),
      signature: base.signature,
      ...this.#warningsOf(base, plan),
      ...base.signature === 'unsigned' &&
        { unsignedReason: plan.way === 'copy' ? phrase('row.unsignedBaseline') : phrase('row.noSigning') }
    }
  }

  async #source (path: string, label: string): Promise<StampSource> {
    let source = this.#sources.get(path)
    if (source === undefined) this.#sources.set(path, source = StampSource.open(path, label))
    return await source
  }

  async #sharedBase (plan: BaselinePlan): Promise<Base> {
    let base = this.#bases.get(plan.baseKey)
    if (base === undefined) this.#bases.set(plan.baseKey, base = this.#storedBase(plan))
    return await base
  }

  /** The edited APK in the content store, where the next build finds it again. */
  async #storedBase (plan: BaselinePlan): Promise<Base> {
    const { cache, store } = this.#context
    const known = await keptPackage(this.#context, plan.baseKey)
    if (known !== undefined && isSignature(known.value)) return storedAs(store, known.blob, known.value)
    const temporary = store.temporary()
    try {
      const { signature, warnings } = await this.#edited(plan, temporary)
      const reference = await digestsOfFile(temporary)
      store.adopt(temporary, reference)
      cache.put(plan.baseKey, {
        inputs: plan.inputs,
        value: signature,
        blobs: { apk: reference },
        durationMs: 0
      })
      return { ...storedAs(store, reference, signature), ...warnings !== undefined && { warnings } }
    } finally {
      await rm(temporary, { force: true })
    }
  }

  /** What the tool that hardens a package left to be put right is told for each that is made from it. */
  #warningsOf ({ warnings = [] }: Base, { hardening }: BaselinePlan): Pick<MadePackage, 'warnings'> {
    const all = [...warnings, ...hardening === undefined ? [] : this.#hardener.warningsOf(hardening)]
    return all.length === 0 ? {} : { warnings: all }
  }

  /** Edits, aligns, hardens and signs. */
  async #edited (plan: BaselinePlan, target: string): Promise<Base> {
    const { signing, definition } = plan.row
    if (definition.splits !== undefined) return await this.#splitSet(plan, target)
    if (signing === undefined) {
      const { size } = await this.#writeUnsigned(plan, target)
      return { path: target, size, signature: 'unsigned' }
    }
    const unsigned = `${target}.unsigned`
    const warnings: RowWarning[] = plan.baseline.holds.has('sourceStamp')
      ? [{ code: 'sourceStampLost', baseline: plan.baseline.definition.path }]
      : []
    try {
      const edited = await this.#writeUnsigned(plan, unsigned)
      const { expired, milliseconds } = await this.#sign(unsigned, target, signing, plan)
      this.#context.measured('sign', edited.size, edited.milliseconds + milliseconds)
      if (expired !== undefined) warnings.push({ code: 'certificateExpired', signing, date: expired })
    } finally {
      await rm(unsigned, { force: true })
    }
    return {
      path: target,
      size: (await stat(target)).size,
      signature: 'signed',
      ...warnings.length > 0 && { warnings }
    }
  }

  /** What bundletool makes of an edited App Bundle, each part signed as an APK of its own. */
  async #splitSet (plan: BaselinePlan, target: string): Promise<Base> {
    const { project, environment, memory, signal } = this.#context
    const { row: { signing, definition: { splits } }, baseline: { definition } } = plan
    const [bundle, expired] = [`${target}.aab`, new Set<string>()]
    try {
      await writeEditedApk(plan, bundle, this.#context)
      await makeSplits({
        bundle,
        target,
        label: definition.path,
        ...splits?.device !== undefined && { device: inProject(project, splits.device) },
        tool: BundleTool.find(environment),
        memory,
        ...signing !== undefined && {
          sign: async (input, output) => {
            const signed = await this.#sign(input, output, signing, plan)
            if (signed.expired !== undefined) expired.add(signed.expired)
          }
        },
        signal
      })
    } finally {
      await rm(bundle, { force: true })
    }
    const warnings = [...expired].map(date => ({
      code: 'certificateExpired' as const,
      signing: signing ?? '',
      date
    }))
    return {
      path: target,
      size: (await stat(target)).size,
      signature: signing === undefined ? 'unsigned' : 'signed',
      ...warnings.length > 0 && { warnings }
    }
  }

  /** What the signature is put on; it takes `milliseconds` where no tool has to harden it. */
  async #writeUnsigned (plan: BaselinePlan, target: string): Promise<{ size: number, milliseconds: number }> {
    const { now } = this.#context
    const startedAt = now()
    const { hardening } = plan
    if (hardening === undefined) {
      const size = await writeEditedApk(plan, target, this.#context)
      return { size, milliseconds: now() - startedAt }
    }
    const size = await this.#hardener.write({ ...plan, hardening }, target)
    return { size, milliseconds: 0 }
  }

  async #sign (
    input: string,
    output: string,
    name: string,
    { row, baseline }: BaselinePlan
  ): Promise<TimedSignature> {
    const { now, signal, tools, signings, memory, project, environment } = this.#context
    const signing = signings[name]
    if (signing === undefined) throw new Error(`packages.signing has no ${name}`)
    const { schemes, lineage } = signing
    const job = {
      input,
      output,
      key: await readSigningKey(name, signing, project, environment),
      earlier: await readEarlierKeys(name, signing, project, environment),
      ...lineage !== undefined && { lineage: keyFile(name, lineage, project, environment) },
      schemes,
      signing: name,
      label: row.id,
      // Play takes the upload key's signature as of any jar.
      ...baseline.definition.type === 'aab' && row.definition.splits === undefined &&
        { schemes: ['v1' as const], minSdk: bundleMinSdk }
    }
    return await memory.use(signerBytes, async () => {
      const startedAt = now()
      const signed = await tools.requireApk().sign(job, signal)
      return { ...signed, milliseconds: now() - startedAt }
    })
  }
}

function storedAs (store: ContentStore, { sha256, size }: BlobReference, signature: Signature): Base {
  return { path: store.pathOf(sha256), size, sha256, signature }
}

function asItIs ({ baseline }: BaselinePlan): Base {
  const { path, size, digest, definition, signature, entries } = baseline
  const isSigned = definition.type === 'apk' || definition.type === 'aab'
    ? signature !== 'none'
    : [...entries.keys()].some(name => /^Payload\/[^/]+\.app\/_CodeSignature\/CodeResources$/.test(name))
  return {
    path,
    size,
    sha256: digest,
    signature: definition.type === 'zip' ? 'none' : isSigned ? 'signed' : 'unsigned'
  }
}
