import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { actionKey } from '../../cache/action-cache.js'
import type { ActionCache } from '../../cache/action-cache.js'
import type { Environment } from '../../config/home.js'
import type { Signing, StoredKey } from '../../config/signing-schema.js'
import { hasCode } from '../../errors.js'
import type { AndroidApplication } from '../application/application.js'
import { fingerprints } from '../application/certificates.js'
import { keyFile, readSigningKey } from '../signing-key.js'
import type { SigningKey } from '../signing-key.js'
import type { SigningTools } from '../signing-tools.js'
import { certificatesOfLineage } from './rotation.js'

/** Who signs a package, as `signersOf` reads it of the package itself. */
export type Signers = Pick<AndroidApplication, 'certificates' | 'earlierCertificates'>

interface KeyContext {
  project: string
  environment: Environment
  signings: Record<string, Signing>
  tools: Pick<SigningTools, 'requireApk'>
  cache: ActionCache
  signal: AbortSignal
}

/** The certificates of keys: what packages will be signed by, before any is made. */
export class KeyCertificates {
  readonly #context: KeyContext
  readonly #signers = new Map<string, Promise<Signers | undefined>>()

  constructor (context: KeyContext) {
    this.#context = context
  }

  /** Undefined where only a signature tells. */
  async signersOf (name: string, type: 'apk' | 'aab'): Promise<Signers | undefined> {
    const key = `${type} ${name}`
    let signers = this.#signers.get(key)
    if (signers === undefined) this.#signers.set(key, signers = this.#read(name, type))
    return await signers
  }

  async #read (name: string, type: 'apk' | 'aab'): Promise<Signers | undefined> {
    const { signings, project, environment } = this.#context
    const signing = signings[name]
    if (signing === undefined) throw new Error(`packages.signing has no ${name}`)
    const { lineage, rotatedFrom: [oldest] = [], schemes } = signing
    // The jar's signature of a bundle holds one certificate only.
    if (type === 'aab' && lineage !== undefined) return undefined
    const current = await this.#certificateOf(name, signing)
    if (current === undefined) return undefined
    if (lineage === undefined) return { certificates: [current] }
    const file = keyFile(name, lineage, project, environment)
    const chain = fingerprints(certificatesOfLineage(readFileSync(file)))
    const place = chain.indexOf(current)
    // Whoever signs with it says what is wrong with such a lineage.
    if (place < 0) return undefined
    const isForOldOnes = oldest !== undefined && (schemes.includes('v1') || schemes.includes('v2'))
    const first = isForOldOnes ? await this.#certificateOf(name, oldest) : current
    if (first === undefined) return undefined
    return { certificates: [...new Set([current, first])], earlierCertificates: chain.slice(0, place) }
  }

  /** Asks Java, which takes a second: what it said of a keystore is kept. */
  async #certificateOf (name: string, key: Partial<StoredKey>): Promise<string | undefined> {
    const { project, environment, tools, cache, signal } = this.#context
    const file = keyFile(name, key.keystore ?? '', project, environment)
    const inputs = {
      kind: 'signing-certificate',
      version: 1,
      options: { alias: key.alias },
      inputs: [['keystore', createHash('sha256').update(readFileSync(file)).digest('hex')] as const]
    }
    const known = cache.get(actionKey(inputs))?.value
    if (typeof known === 'string') return known
    const read = await readableKey(async () => await readSigningKey(name, key, project, environment))
    if (read === undefined) return undefined
    const value = await tools.requireApk().certificateOf(read, signal)
    if (value !== undefined) cache.put(actionKey(inputs), { inputs, value, blobs: {}, durationMs: 0 })
    return value
  }
}

/** A plan may be asked for where passwords are not at hand; the signature asks for them. */
async function readableKey (read: () => Promise<SigningKey>): Promise<SigningKey | undefined> {
  try {
    return await read()
  } catch (error) {
    if (hasCode(error, 'PACKAGE_KEY_MISSING')) return undefined
    throw error
  }
}
