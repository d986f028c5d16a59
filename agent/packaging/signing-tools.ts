import type { Environment } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { ApkSigner } from './apk/apk-signer.js'
import { AppleSigner } from './ipa/apple-signer.js'

/** What this machine can sign with; looked for when it is first asked for. */
export class SigningTools {
  readonly #environment: Environment
  #apk: ApkSigner | undefined | null = null
  #apple: AppleSigner | undefined | null = null

  constructor (environment: Environment) {
    this.#environment = environment
  }

  get apk (): ApkSigner | undefined {
    if (this.#apk === null) this.#apk = ApkSigner.find(this.#environment)
    return this.#apk
  }

  get apple (): AppleSigner | undefined {
    if (this.#apple === null) this.#apple = AppleSigner.find(this.#environment)
    return this.#apple
  }

  /** Throws TOOL_NOT_FOUND. */
  requireApk (): ApkSigner {
    const signer = this.apk
    if (signer === undefined) {
      throw new PacklineError('TOOL_NOT_FOUND', { tool: 'apksigner (or apksig and Java)' })
    }
    return signer
  }
}
