import { phrase } from '../messages/phrase.js'
import { availableParallelism } from 'node:os'
import type { Environment } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { ApkSigner, signerMemoryMb } from './apk/apk-signer.js'
import type { SignatureScheme } from './apk/signer-answers.js'
import { AppleSigner } from './ipa/apple-signer.js'

/** What this machine can sign with; looked for when it is first asked for. */
export class SigningTools {
  readonly #environment: Environment
  readonly #settings: { atOnce: number, home?: string }
  #apk: ApkSigner | undefined | null = null
  #apple: AppleSigner | undefined | null = null

  /** `memoryMb` is what signers may take together, `home` where they keep what they compile. */
  constructor (
    environment: Environment,
    { memoryMb = signerMemoryMb, home }: { memoryMb?: number, home?: string } = {}
  ) {
    this.#environment = environment
    const atOnce = Math.max(1, Math.min(availableParallelism(), Math.floor(memoryMb / signerMemoryMb)))
    this.#settings = { atOnce, ...home !== undefined && { home } }
  }

  get apk (): ApkSigner | undefined {
    if (this.#apk === null) this.#apk = ApkSigner.find(this.#environment, this.#settings)
    return this.#apk
  }

  get apple (): AppleSigner | undefined {
    if (this.#apple === null) this.#apple = AppleSigner.find(this.#environment)
    return this.#apple
  }

  /** Ends what still runs of them. */
  async close (): Promise<void> {
    await this.#apk?.close()
  }

  /**
   * The schemes of an APK or an App Bundle that verify; undefined where nothing here can tell. Throws
   * PACKAGE_VERIFY_FAILED.
   */
  async verify (
    file: string,
    type: 'apk' | 'aab',
    label: string,
    signal: AbortSignal
  ): Promise<SignatureScheme[] | undefined> {
    return type === 'aab'
      ? await this.apk?.verifyBundle(file, label, signal)
      : await this.apk?.verify(file, label, signal)
  }

  /** Throws TOOL_NOT_FOUND. */
  requireApk (): ApkSigner {
    const signer = this.apk
    if (signer === undefined) {
      throw new PacklineError('TOOL_NOT_FOUND', { tool: phrase('tool.apksigner') })
    }
    return signer
  }
}
