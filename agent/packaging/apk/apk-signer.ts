import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { findExecutable } from '../../processes/find-executable.js'
import { lastWords, runCommand } from '../run-command.js'
import type { CommandResult } from '../run-command.js'
import type { SigningKey } from '../signing-key.js'

const signatureSchemes = ['v1', 'v2', 'v3'] as const
export type SignatureScheme = typeof signatureSchemes[number]

export interface SignJob {
  input: string
  output: string
  key: SigningKey
  schemes: readonly SignatureScheme[]
  signing: string
  label: string
}

/**
 * Memory of one run of the tool: its heap, and the JVM around it (measured: 142 MB for an APK of 200 MB, 150
 * MB for 40,000 entries).
 */
export const signerMemoryMb = 160
const jvmOptions = ['Xmx64m', 'XX:+UseSerialGC']
/** For an APK that does not fit into that after all. */
const largeHeap = 'Xmx1g'
const timeoutMs = 1_800_000
const passedOn = ['PATH', 'HOME', 'JAVA_HOME', 'TMPDIR', 'SystemRoot']
/** apksig.jar has no command of its own. */
const driver = resolve(import.meta.dirname, '../../../resources/packaging/ApkSig.java')

interface Found {
  name: string
  file: string
  before: (jvmOptions: readonly string[]) => string[]
  isLibrary: boolean
}

/** Google's apksigner: on PATH, in ANDROID_HOME, or its library apksig run through Java. */
export class ApkSigner {
  readonly name: string
  readonly #found: Found
  readonly #environment: Record<string, string | undefined>

  private constructor (found: Found, environment: Environment) {
    this.name = found.name
    this.#found = found
    // glibc gives each thread of the JVM a heap of its own, 50 MB in all; one does as well.
    this.#environment = {
      ...Object.fromEntries(passedOn.map(name => [name, environment[name]])),
      LC_ALL: 'C.UTF-8',
      MALLOC_ARENA_MAX: '1'
    }
  }

  /** Undefined when this machine has none. */
  static find (environment: Environment): ApkSigner | undefined {
    const found = onPath(environment) ?? inSdk(environment) ?? asLibrary(environment)
    return found === undefined ? undefined : new ApkSigner(found, environment)
  }

  /**
   * Signs and verifies the result. Throws PACKAGE_KEY_PASSWORD, PACKAGE_KEY_MISSING, PACKAGE_SIGNING_FAILED
   * or PACKAGE_VERIFY_FAILED.
   */
  async sign ({ input, output, key, schemes, signing, label }: SignJob, signal: AbortSignal): Promise<void> {
    const args = this.#found.isLibrary
      ? ['sign', key.file, key.alias, schemes.join(','), input, output]
      : [
        'sign',
        '--ks',
        key.file,
        '--ks-key-alias',
        key.alias,
        '--ks-pass',
        'env:PACKLINE_KS_PASS',
        '--key-pass',
        'env:PACKLINE_KEY_PASS',
        ...signatureSchemes.flatMap(
          scheme => [`--${scheme}-signing-enabled`, String(schemes.includes(scheme))]
        ),
        '--v4-signing-enabled',
        'false',
        '--out',
        output,
        input
      ]
    const result = await this.#run(args, signal, {
      PACKLINE_KS_PASS: key.password,
      PACKLINE_KEY_PASS: key.keyPassword
    })
    if (result.failure !== undefined) {
      throw signingError(result, { where: key.file, signing, tool: this.name, file: label })
    }
    const verified = await this.verify(output, label, signal)
    const missing = schemes.filter(scheme => scheme !== 'v1' && !verified.includes(scheme))
    if (missing.length > 0) {
      throw new PacklineError('PACKAGE_VERIFY_FAILED', {
        file: label,
        reason: `its signature lacks ${missing.join(', ')}`
      })
    }
  }

  /** The schemes that verify. Throws PACKAGE_VERIFY_FAILED when the APK would not be installed. */
  async verify (file: string, label: string, signal: AbortSignal): Promise<SignatureScheme[]> {
    const result = await this.#run(this.#found.isLibrary ? ['verify', file] : ['verify', '-v', file], signal)
    if (result.failure !== undefined) {
      throw new PacklineError('PACKAGE_VERIFY_FAILED', {
        file: label,
        reason: lastWords(result) || result.failure
      })
    }
    return result.lines.flatMap(line => {
      const [, name] = /^Verified using (v[123]) scheme.*: true$/.exec(line) ?? []
      return signatureSchemes.filter(scheme => scheme === name)
    })
  }

  async #run (
    args: string[],
    signal: AbortSignal,
    secrets: Record<string, string> = {}
  ): Promise<CommandResult> {
    const { file, before } = this.#found
    const attempt = async (options: readonly string[]): Promise<CommandResult> =>
      await runCommand({
        file,
        args: [...before(options), ...args],
        cwd: dirname(file),
        environment: { ...this.#environment, ...secrets },
        timeoutMs,
        signal,
        secrets: Object.values(secrets)
      })
    const result = await attempt(jvmOptions)
    return result.lines.some(line => line.includes('java.lang.OutOfMemoryError'))
      ? await attempt([largeHeap])
      : result
  }
}

/** apksigner hands on what follows -J. */
function forJvm (options: readonly string[]): string[] {
  return options.map(option => `-J${option}`)
}

function onPath ({ PATH = '' }: Environment): Found | undefined {
  const file = executable('apksigner', PATH)
  return file === undefined ? undefined : { name: 'apksigner', file, before: forJvm, isLibrary: false }
}

function inSdk ({ ANDROID_HOME, ANDROID_SDK_ROOT }: Environment): Found | undefined {
  for (const sdk of [ANDROID_HOME, ANDROID_SDK_ROOT]) {
    if (sdk === undefined || sdk === '') continue
    const file = newest(join(sdk, 'build-tools'), version => join(version, 'apksigner'))
    if (file !== undefined) return { name: 'apksigner', file, before: forJvm, isLibrary: false }
  }
  return undefined
}

function asLibrary ({ PATH = '', PACKLINE_APKSIG, HOME }: Environment): Found | undefined {
  const jar = PACKLINE_APKSIG ??
    (HOME === undefined
      ? undefined
      : newest(
        join(HOME, '.m2/repository/com/android/tools/build/apksig'),
        version => join(version, `apksig-${version}.jar`)
      ))
  const java = executable('java', PATH)
  return jar === undefined || java === undefined || !existsSync(jar)
    ? undefined
    : {
      name: 'apksig',
      file: java,
      before: options => [...options.map(option => `-${option}`), '-cp', jar, driver],
      isLibrary: true
    }
}

function executable (name: string, searchPath: string): string | undefined {
  try {
    return findExecutable(name, searchPath)
  } catch {
    return undefined
  }
}

function newest (folder: string, path: (version: string) => string): string | undefined {
  const versions = existsSync(folder)
    ? readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    : []
  return versions.map(version => join(folder, path(version))).find(file => existsSync(file))
}

function signingError (
  result: CommandResult,
  details: { where: string, signing: string, tool: string, file: string }
): PacklineError {
  const text = result.lines.join('\n')
  if (
    /password (was|is|may be) incorrect|wrong password|cannot recover key|failed to decrypt|UnrecoverableKey/i
      .test(text)
  ) return new PacklineError('PACKAGE_KEY_PASSWORD', details)
  const noKey =
    /entry "[^"]*" (does not contain a key|not found)|no such alias|does not contain.*alias|Invalid keystore format|not.*supported keystore/i
      .exec(text)
  if (noKey !== null) return new PacklineError('PACKAGE_KEY_MISSING', { ...details, reason: noKey[0] })
  return new PacklineError('PACKAGE_SIGNING_FAILED', {
    ...details,
    reason: lastWords(result) || result.failure
  })
}
