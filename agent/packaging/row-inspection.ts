import type { Signing } from '../config/signing-schema.js'
import type { Finding } from './apk/apk-findings.js'
import { refusedBy, refusedPackage } from './apk/refused-package.js'
import type { Application } from './application/application.js'
import { checkCertificate } from './application/certificate-agreement.js'
import { inspectPackage } from './application/inspect-package.js'
import { checkedSplitSet } from './application/split-set.js'
import { checkVersion } from './application/version-agreement.js'
import type { PackageVersion } from './config-document.js'
import { earlierPackages } from './earlier-packages.js'
import type { ReleasedPackages } from './earlier-packages.js'
import type { RowPlan } from './row-plan.js'

/** What a package that was made says of itself, and what speaks against it. */
export interface RowInspection {
  application?: Application
  findings: readonly Finding[]
  /** What spoke against its baseline, and was put right. */
  repaired: readonly Finding[]
}

type Looked = Omit<RowInspection, 'repaired'>

/** A new signature is what was ordered, and no repair. */
const signatureRules: ReadonlySet<string> = new Set(['bundle-unsigned', 'debug-signed'])

const applicationFile = /\.(apk|apks|aab|ipa)$/i

/** Looks at packages once they are made. What rows share but their stamp is looked at once. */
export class RowInspector {
  readonly #version: PackageVersion
  readonly #released: () => Promise<ReleasedPackages>
  readonly #signings: Record<string, Signing>
  readonly #signal: AbortSignal
  readonly #shared = new Map<string, Promise<Looked>>()

  constructor (
    version: PackageVersion,
    released: () => Promise<ReleasedPackages>,
    signings: Record<string, Signing>,
    signal: AbortSignal
  ) {
    this.#signal = signal
    this.#version = version
    this.#released = released
    this.#signings = signings
  }

  /** Throws PACKAGE_VERSION_DIFFERS, what checkCertificate throws, and PACKAGE_REFUSED. */
  async inspect (plan: RowPlan, file: string): Promise<RowInspection> {
    const { row: { id, channelDefinition, signing = '' } } = plan
    const { application, findings } = await this.#look(plan, file)
    if (application !== undefined) checkVersion(id, application, this.#version)
    if (application !== undefined && application.type !== 'ipa' && application.certificates !== undefined) {
      const earlier = earlierPackages(plan, application, await this.#released())
      checkCertificate(id, application, earlier, this.#signings[signing]?.replacedUploadKeys)
    }
    const refused = refusedBy(findings, channelDefinition?.store)
    if (refused.length > 0) throw refusedPackage(id, refused)
    const repaired = plan.way === 'repack' && plan.row.definition.splits === undefined
      ? (plan.baseline?.findings ?? []).filter(({ rule }) =>
        !signatureRules.has(rule) && !findings.some(each => each.rule === rule)
      )
      : []
    return { ...application !== undefined && { application }, findings, repaired }
  }

  async #look ({ way, expected, stamp, baseKey, name }: RowPlan, file: string): Promise<Looked> {
    if (way === 'copy' || way === 'stamp') return expected
    if (!applicationFile.test(name)) return { findings: [] }
    const inspect = async (): Promise<Looked> =>
      name.endsWith('.apks')
        ? await checkedSplitSet(file, name, this.#signal)
        : await inspectPackage(file)
    if (way !== 'repack' || stamp === undefined) return await inspect()
    let known = this.#shared.get(baseKey)
    if (known === undefined) this.#shared.set(baseKey, known = inspect())
    return await known
  }
}
