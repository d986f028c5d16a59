import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError, hasCode } from '../../errors.js'
import { runCommand } from '../run-command.js'
import type { SigningKey } from '../signing-key.js'
import { findApkSigner } from './find-apk-signer.js'
import type { FoundSigner } from './find-apk-signer.js'
import { asLine, schemesIn, signingError, verifyError, withoutSecrets } from './signer-answers.js'
import type { SignatureScheme, SignerAnswer } from './signer-answers.js'
import { signCommand } from './signer-command.js'
import type { SignJob } from './signer-command.js'
import { SignerWorker } from './signer-worker.js'
import type { SignerVerb } from './signer-worker.js'
import { workerProgram } from './worker-program.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

interface SignerSettings {
  /** How many APKs it will be given at a time. */
  atOnce?: number
  /** PACKLINE_HOME, where its driver is kept compiled. */
  home?: string
}

export interface SignedApk {
  /** Until when a certificate held that is over. */
  expired?: string
}

/**
 * Memory of one run of the tool: its heap, and the JVM around it (measured: 142 MB for an APK of 200 MB, 150
 * MB for 40,000 entries).
 */
export const signerMemoryMb = 160
export const signerBytes = signerMemoryMb * 1024 ** 2
const usualHeapMb = 64
/** For an APK that does not fit into that after all. */
const largeHeapMb = 1024
const timeoutMs = 1_800_000
const passedOn = ['PATH', 'HOME', 'JAVA_HOME', 'TMPDIR', 'SystemRoot']

/** Signs and verifies with what this machine has; in one JVM where its Java can compile the driver. */
export class ApkSigner {
  readonly name: string
  readonly #found: FoundSigner
  readonly #environment: Record<string, string | undefined>
  readonly #heapMb: number
  readonly #home: string | undefined
  #worker: Promise<SignerWorker> | undefined
  #largeWorker: Promise<SignerWorker> | undefined
  #hasNoWorker: boolean

  private constructor (
    found: FoundSigner,
    environment: Environment,
    { atOnce = 1, home }: SignerSettings
  ) {
    this.name = found.name
    this.#found = found
    this.#heapMb = usualHeapMb * atOnce
    this.#home = home
    this.#hasNoWorker = found.library === undefined
    // glibc gives each thread of the JVM a heap of its own, 50 MB in all; one does as well.
    this.#environment = {
      ...Object.fromEntries(passedOn.map(name => [name, environment[name]])),
      LC_ALL: 'C.UTF-8',
      MALLOC_ARENA_MAX: '1'
    }
  }

  /** Undefined when this machine has none. */
  static find (environment: Environment, settings: SignerSettings = {}): ApkSigner | undefined {
    const found = findApkSigner(environment)
    return found === undefined ? undefined : new ApkSigner(found, environment, settings)
  }

  /** Changes with the tool: another one may sign otherwise. */
  get version (): string {
    const { name, library } = this.#found
    if (library === undefined) return name
    return `${name} ${createHash('sha256').update(readFileSync(library.jar)).digest('hex').slice(0, 16)}`
  }

  /**
   * Signs and verifies the result. Throws PACKAGE_KEY_PASSWORD, PACKAGE_KEY_MISSING, PACKAGE_SIGNING_FAILED
   * or PACKAGE_VERIFY_FAILED.
   */
  async sign (job: SignJob, signal: AbortSignal): Promise<SignedApk> {
    const { key, schemes, signing, label, minSdk } = job
    const { failure, lines } = await this.#sign(job, signal).catch((error: unknown) => {
      throw lacksV1(error) && !schemes.includes('v1')
        ? new PacklineError('PACKAGE_V1_NEEDED', { row: label, signing }, { cause: error })
        : error
    })
    if (failure !== undefined) {
      throw signingError({ failure, lines }, { where: key.file, signing, tool: this.name, file: label })
    }
    const verified = minSdk === undefined ? schemesIn(lines) : schemes
    // The verifier looks at v1 below Android 7, and at v2 below Android 9 where v3 is there, as devices do.
    const unseen: SignatureScheme[] = verified.includes('v3') ? ['v1', 'v2', 'v4'] : ['v1', 'v4']
    const missing = schemes.filter(scheme => !unseen.includes(scheme) && !verified.includes(scheme))
    if (missing.length > 0) {
      throw new PacklineError('PACKAGE_VERIFY_FAILED', {
        file: label,
        reason: phrase('signing.lacks', { schemes: missing.join(', ') })
      })
    }
    const expired = lines.find(line => line.startsWith('expired '))?.slice('expired '.length)
    return expired === undefined ? {} : { expired }
  }

  /** The schemes that verify. Throws PACKAGE_VERIFY_FAILED when the APK would not be installed. */
  async verify (file: string, label: string, signal: AbortSignal): Promise<SignatureScheme[]> {
    const result = await this.#ask('verify', [['input', file]], signal) ??
      await this.#command(['verify', '-v', file], signal)
    if (result.failure !== undefined) throw verifyError(result, label)
    return schemesIn(result.lines)
  }

  /** An App Bundle is signed as a jar; undefined where only a Java with a compiler can tell. */
  async verifyBundle (
    file: string,
    label: string,
    signal: AbortSignal
  ): Promise<SignatureScheme[] | undefined> {
    const result = await this.#ask('verify-jar', [['input', file]], signal)
    if (result?.failure !== undefined) throw verifyError(result, label)
    return result && ['v1']
  }

  /** sha256 of the certificate of a key; undefined where only a signature tells. */
  async certificateOf (
    { file, alias, password }: SigningKey,
    signal: AbortSignal
  ): Promise<string | undefined> {
    const fields = [['keystore', file], ['alias', alias], ['password', password]] as const
    const answer = await this.#ask('certificate', fields, signal)
    return /^certificate ([0-9a-f]{64})$/.exec(answer?.lines[0] ?? '')?.[1]
  }

  /** Ends the JVM. The next call starts another. */
  async close (): Promise<void> {
    const workers = [this.#worker, this.#largeWorker]
    this.#worker = undefined
    this.#largeWorker = undefined
    for (const worker of workers) await (await worker?.catch(() => undefined))?.close()
  }

  async #sign (job: SignJob, signal: AbortSignal): Promise<SignerAnswer> {
    const { input, output, key, earlier = [], lineage, schemes, label, minSdk } = job
    const keys = [...earlier, key]
    const answer = await this.#ask('sign', [
      ['input', input],
      ['output', output],
      ['schemes', schemes.join(',')],
      ...keys.flatMap(each => [
        ['keystore', each.file] as const,
        ['alias', each.alias] as const,
        ['password', each.password] as const,
        ['keyPassword', each.keyPassword] as const
      ]),
      ...lineage === undefined ? [] : [['lineage', lineage] as const],
      ...minSdk === undefined ? [] : [['minSdk', String(minSdk)] as const]
    ], signal)
    if (answer !== undefined) {
      if (answer.failure !== undefined && answer.lines.some(line => line.startsWith('ERROR: '))) {
        throw verifyError(answer, label)
      }
      return { failure: answer.failure, lines: withoutSecrets(answer.lines, keys) }
    }
    const secrets = keys.flatMap(({ password, keyPassword }, index) => [
      [`PACKLINE_KS_PASS_${index}`, password],
      [`PACKLINE_KEY_PASS_${index}`, keyPassword]
    ])
    const signed = await this.#command(signCommand(job, keys), signal, Object.fromEntries(secrets))
    if (signed.failure !== undefined || minSdk !== undefined) return signed
    return { failure: undefined, lines: (await this.verify(output, label, signal)).map(asLine) }
  }

  /** By the worker; undefined where there is none. */
  async #ask (
    verb: SignerVerb,
    fields: ReadonlyArray<readonly [string, string]>,
    signal: AbortSignal
  ): Promise<SignerAnswer | undefined> {
    const worker = await this.#usualOne(signal)
    if (worker === undefined) return undefined
    const answer = await worker.ask(verb, fields, signal)
    const { outcome, lines } = answer.outcome === 'memory'
      ? await (await this.#largeOne()).ask(verb, fields, signal)
      : answer
    const failure =
      { ok: undefined, failed: phrase('signer.refused'), memory: phrase('signer.memory') }[outcome]
    return { failure, lines }
  }

  async #usualOne (signal: AbortSignal): Promise<SignerWorker | undefined> {
    if (this.#hasNoWorker) return undefined
    try {
      if ((await this.#worker)?.isOver === true) this.#worker = undefined
      this.#worker ??= this.#start(this.#heapMb)
      return await this.#worker
    } catch (error) {
      this.#worker = undefined
      signal.throwIfAborted()
      // A Java that cannot compile, most likely: the command does as well, for each APK anew.
      if (this.#found.command === undefined || !hasCode(error, 'TOOL_FAILED')) throw error
      this.#hasNoWorker = true
      return undefined
    }
  }

  async #largeOne (): Promise<SignerWorker> {
    this.#largeWorker ??= this.#start(largeHeapMb)
    return await this.#largeWorker
  }

  async #start (heapMb: number): Promise<SignerWorker> {
    const { library } = this.#found
    if (library === undefined) throw new ReasonError(phrase('signer.noLibrary'))
    const { java, jar } = library
    return await SignerWorker.start({
      java,
      args: [
        `-Xmx${heapMb}m`,
        '-XX:+UseSerialGC',
        ...await workerProgram({ java, jar }, this.#home, this.#environment)
      ],
      environment: this.#environment,
      cwd: dirname(jar)
    })
  }

  async #command (
    args: string[],
    signal: AbortSignal,
    secrets: Record<string, string> = {}
  ): Promise<SignerAnswer> {
    const { command } = this.#found
    if (command === undefined) throw new ReasonError(phrase('signer.noCommand'))
    const attempt = async (heapMb: number): Promise<SignerAnswer> =>
      await runCommand({
        file: command,
        // The script puts the - before it.
        args: [`-JXmx${heapMb}m`, '-JXX:+UseSerialGC', ...args],
        cwd: dirname(command),
        environment: { ...this.#environment, ...secrets },
        timeoutMs,
        signal,
        secrets: Object.values(secrets)
      })
    const result = await attempt(usualHeapMb)
    return result.lines.some(line => line.includes('java.lang.OutOfMemoryError'))
      ? await attempt(largeHeapMb)
      : result
  }
}

/** apksig's words for a package that Androids before 7 would take for unsigned. */
function lacksV1 (error: unknown): boolean {
  return error instanceof PacklineError && error.code === 'PACKAGE_VERIFY_FAILED' &&
    String(error.details.reason).includes('Missing META-INF/MANIFEST.MF')
}
