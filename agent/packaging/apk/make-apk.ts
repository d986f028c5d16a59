import { copyFile, open, rm, stat } from 'node:fs/promises'
import { constants } from 'node:fs'
import type { ByteBudget } from '../../byte-budget.js'
import type { Environment } from '../../config/home.js'
import type { Signing } from '../../config/signing-schema.js'
import type { BlobReference, ContentStore } from '../../cache/content-store.js'
import type { ActionCache } from '../../cache/action-cache.js'
import type { ReleasedPackages } from '../earlier-packages.js'
import { checkBundle } from '../aab/check-bundle.js'
import { entryContents } from '../entry-contents.js'
import type { EntryEncoder } from '../entry-encoder.js'
import { digestsOfFile, sha256OfFile } from '../../files/streamed-digest.js'
import { isSignature } from '../package-state.js'
import type { RowWarning, Signature } from '../package-state.js'
import type { BaselinePlan } from '../row-plan.js'
import { keyFile, readEarlierKeys, readSigningKey } from '../signing-key.js'
import type { SigningTools } from '../signing-tools.js'
import type { Work } from '../work-rates.js'
import { editZip } from '../../formats/zip/edit-zip.js'
import { apkAlignment } from '../../formats/zip/entry-extra.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { signerBytes } from './apk-signer.js'
import type { SignedApk } from './apk-signer.js'
import { KeyCheck } from './key-check.js'
import { isV1Signature } from './v1-signature.js'
import { StampSource } from './stamp-apk.js'
import { compressedEntries, StoredEntries } from './stored-entries.js'
import { phrase } from '../../messages/phrase.js'

export interface MadePackage {
  size: number
  sha256: string
  signature: Signature
  unsignedReason?: string
  warnings?: RowWarning[]
}

export interface MakerContext {
  project: string
  environment: Environment
  signings: Record<string, Signing>
  tools: SigningTools
  encoder: EntryEncoder
  store: ContentStore
  cache: ActionCache
  memory: ByteBudget
  signal: AbortSignal
  now: () => number
  /** Told of each piece of work that was done, without what it waited. */
  measured: (work: Work, bytes: number, milliseconds: number) => void
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
  readonly #keys: KeyCheck
  readonly #bases = new Map<string, Promise<Base>>()
  readonly #sources = new Map<string, Promise<StampSource>>()

  constructor (context: MakerContext, released: ReleasedPackages) {
    this.#context = context
    this.#keys = new KeyCheck(context, released)
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
    if (stamp !== undefined) {
      const source = await this.#source(base.path, plan.baseline.definition.path)
      const made = await source.stamp(stamp, target, plan.row.definition.channelForms)
      if (plan.way === 'repack' && !isShared) {
        this.#sources.delete(base.path)
        await rm(base.path)
      }
      return { ...made, signature: 'signed', ...warningsOf(base) }
    }
    if (base.path !== target) {
      await copyFile(base.path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    }
    return {
      size: base.size,
      sha256: base.sha256 ?? await sha256OfFile(target),
      signature: base.signature,
      ...warningsOf(base),
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
    const known = cache.get(plan.baseKey)
    const blob = known?.blobs.apk
    if (
      blob !== undefined && isSignature(known?.value) && store.has(blob.sha256, blob.size) &&
      await sha256OfFile(store.pathOf(blob.sha256)) === blob.sha256
    ) {
      cache.touch(plan.baseKey, new Date())
      return storedAs(store, blob, known.value)
    }
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

  /** Edits, aligns and signs. */
  async #edited (plan: BaselinePlan, target: string): Promise<Base> {
    const { signing } = plan.row
    if (signing === undefined) {
      return { path: target, size: await this.#writeEdited(plan, target), signature: 'unsigned' }
    }
    await this.#keys.check(plan, signing)
    const unsigned = `${target}.unsigned`
    const warnings: RowWarning[] = plan.baseline.holds.has('sourceStamp')
      ? [{ code: 'sourceStampLost', baseline: plan.baseline.definition.path }]
      : []
    const { now, measured } = this.#context
    const startedAt = now()
    try {
      const size = await this.#writeEdited(plan, unsigned)
      const editedAt = now()
      const { expired, milliseconds } = await this.#sign(unsigned, target, signing, plan)
      measured('sign', size, editedAt - startedAt + milliseconds)
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

  /** Returns its size. */
  async #writeEdited ({ baseline, changes }: BaselinePlan, target: string): Promise<number> {
    const isBundle = baseline.definition.type === 'aab'
    const { encoder, signal } = this.#context
    const [source, output] = [await open(baseline.path, 'r'), await open(target, 'wx')]
    const storing = new StoredEntries(target)
    try {
      const archive = await readZip(source, baseline.definition.path)
      const zip = { handle: source, archive }
      const compressed = compressedEntries(baseline.findings)
      const contents = await entryContents(changes, encoder, zip, compressed)
      for (const name of compressed) {
        const content = contents.has(name) ? undefined : await storing.of(zip, name, signal)
        if (content !== undefined) contents.set(name, content)
      }
      for (const { name } of archive.entries) {
        if (isV1Signature(name) && !contents.has(name)) contents.set(name, undefined)
      }
      if (isBundle) {
        const kept = archive.entries.map(({ name }) => name).filter(name => !contents.has(name))
        const added = [...contents].flatMap(([name, content]) => content === undefined ? [] : [name])
        checkBundle([...kept, ...added], baseline.definition.path)
      }
      const { size } = await editZip({
        base: zip,
        changes: contents,
        alignment: isBundle ? () => 1 : apkAlignment,
        target: output,
        signal
      })
      return size
    } finally {
      await Promise.all([source.close(), output.close(), storing.close()])
    }
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
      ...baseline.definition.type === 'aab' && { schemes: ['v1' as const], minSdk: bundleMinSdk }
    }
    return await memory.use(signerBytes, async () => {
      const startedAt = now()
      const signed = await tools.requireApk().sign(job, signal)
      return { ...signed, milliseconds: now() - startedAt }
    })
  }
}

function warningsOf ({ warnings }: Base): Pick<MadePackage, 'warnings'> {
  return warnings === undefined ? {} : { warnings }
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
