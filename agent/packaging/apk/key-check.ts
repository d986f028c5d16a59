import type { ByteBudget } from '../../byte-budget.js'
import type { Environment } from '../../config/home.js'
import type { Signing } from '../../config/signing-schema.js'
import { checkCertificate } from '../application/certificate-agreement.js'
import { earlierPackages } from '../earlier-packages.js'
import type { ReleasedPackages } from '../earlier-packages.js'
import type { RowPlan } from '../row-plan.js'
import { readSigningKey } from '../signing-key.js'
import type { SigningTools } from '../signing-tools.js'
import { signerBytes } from './apk-signer.js'

interface KeyCheckContext {
  project: string
  environment: Environment
  signings: Record<string, Signing>
  tools: SigningTools
  memory: ByteBudget
  signal: AbortSignal
}

/** Looks at keys before anything is edited or signed: what no device would update to is not made. */
export class KeyCheck {
  readonly #context: KeyCheckContext
  readonly #released: ReleasedPackages
  readonly #certificates = new Map<string, Promise<string | undefined>>()

  constructor (context: KeyCheckContext, released: ReleasedPackages) {
    this.#context = context
    this.#released = released
  }

  /**
   * Throws PACKAGE_CERTIFICATE_DIFFERS and PACKAGE_UPLOAD_KEY_DIFFERS. A lineage tells only in the package
   * that has it: not here.
   */
  async check (plan: RowPlan, name: string): Promise<void> {
    const { application, row } = plan
    const signing = this.#context.signings[name]
    if (application === undefined || application.type === 'ipa' || signing === undefined) return
    if (application.type === 'apk' && signing.lineage !== undefined) return
    // Split APKs are signed by the key of APKs, whatever that of the bundle is.
    const made = row.definition.splits === undefined ? application : { ...application, type: 'apk' as const }
    const earlier = earlierPackages(plan, made, this.#released)
    if (earlier.length === 0) return
    let asked = this.#certificates.get(name)
    if (asked === undefined) this.#certificates.set(name, asked = this.#certificateOf(name, signing))
    const certificate = await asked
    if (certificate === undefined) return
    const signed = { ...made, certificates: [certificate], earlierCertificates: [] }
    checkCertificate(row.id, signed, earlier, signing.replacedUploadKeys)
  }

  async #certificateOf (name: string, signing: Signing): Promise<string | undefined> {
    const { memory, project, environment, tools, signal } = this.#context
    const key = await readSigningKey(name, signing, project, environment)
    return await memory.use(signerBytes, async () => await tools.requireApk().certificateOf(key, signal))
  }
}
