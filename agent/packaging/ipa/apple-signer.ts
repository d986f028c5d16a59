import { X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Environment } from '../../config/home.js'
import type { Signing } from '../../config/signing-schema.js'
import { PacklineError } from '../../errors.js'
import { findExecutable } from '../../processes/find-executable.js'
import { lastWords, runCommand } from '../run-command.js'
import type { SigningKey } from '../signing-key.js'
import { openP12 } from './p12-certificate.js'
import { phrase, type Wording } from '../../messages/phrase.js'

interface AppleSignJob {
  /** The application's folder, NAME.app. */
  app: string
  signing: Signing
  name: string
  /** With a p12. */
  key?: SigningKey
  /** A folder for files that must not be in the application. */
  scratch: string
  /** Files by bundle: its path below the application, empty for that itself. */
  entitlements: ReadonlyMap<string, string>
  label: string
}

const timeoutMs = 1_800_000
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'USER', 'LOGNAME']

/** Apple's codesign with a keychain identity, or rcodesign with a p12. */
export class AppleSigner {
  readonly name: string
  readonly #programs: { codesign?: string, rcodesign?: string }
  readonly #environment: Record<string, string | undefined>

  private constructor (programs: { codesign?: string, rcodesign?: string }, environment: Environment) {
    this.#programs = programs
    this.name = Object.keys(programs).join(' and ')
    this.#environment = Object.fromEntries(passedOn.map(name => [name, environment[name]]))
  }

  /** Undefined when this machine has none. */
  static find (environment: Environment): AppleSigner | undefined {
    const programs = Object.fromEntries(['codesign', 'rcodesign'].flatMap(name => {
      try {
        return [[name, findExecutable(name, environment.PATH ?? '')]]
      } catch {
        return []
      }
    }))
    return Object.keys(programs).length === 0 ? undefined : new AppleSigner(programs, environment)
  }

  /** Why it cannot sign with these keys, or undefined when it can. */
  cannot (signing: Signing): Wording | undefined {
    if (signing.identity !== undefined && this.#programs.codesign !== undefined) return undefined
    if (signing.p12 !== undefined && this.#programs.rcodesign !== undefined) return undefined
    return signing.identity === undefined ? phrase('signing.noRcodesign') : phrase('signing.noCodesign')
  }

  /**
   * Signs everything in the application, the innermost first. Throws PACKAGE_KEY_MISSING,
   * PACKAGE_KEY_PASSWORD and PACKAGE_SIGNING_FAILED.
   */
  async sign (job: AppleSignJob, signal: AbortSignal): Promise<void> {
    const { signing, key } = job
    const { codesign, rcodesign } = this.#programs
    if (signing.identity !== undefined && codesign !== undefined) {
      await this.#signByIdentity(codesign, signing.identity, job, signal)
    } else if (key !== undefined && rcodesign !== undefined) {
      await this.#signByKey(rcodesign, key, job, signal)
    } else {
      throw new PacklineError('PACKAGE_SIGNING_FAILED', {
        tool: this.name,
        file: job.label,
        reason: this.cannot(signing) ?? phrase('signing.noKey')
      })
    }
  }

  /** Of a p12, by rcodesign; undefined without it. Throws as sign does. */
  async certificateOf (
    key: SigningKey,
    name: string,
    signal: AbortSignal
  ): Promise<X509Certificate | undefined> {
    const { rcodesign } = this.#programs
    if (rcodesign === undefined) return undefined
    const scratch = mkdtempSync(join(tmpdir(), 'packline-p12-'))
    const job = {
      app: '',
      signing: { schemes: [] },
      name,
      key,
      scratch,
      entitlements: new Map(),
      label: name
    }
    try {
      const args = (p12: string[]): string[] => ['analyze-certificate', ...p12]
      // A short password may well be part of the certificate's text, which nobody is shown.
      const pem = (await this.#withKey(rcodesign, key, job, signal, args, [])).join('\n')
      const [first] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(pem) ?? []
      return first === undefined ? undefined : new X509Certificate(first)
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }

  async #signByIdentity (
    codesign: string,
    identity: string,
    job: AppleSignJob,
    signal: AbortSignal
  ): Promise<void> {
    for (const part of codeParts(job.app)) {
      const file = job.entitlements.get(relative(job.app, part))
      const own = file === undefined ? [] : ['--entitlements', file]
      await this.#run(codesign, ['--force', '--sign', identity, ...own, part], job, signal, [])
    }
    await this.#run(codesign, ['--verify', '--strict', '--deep', job.app], job, signal, [])
  }

  async #signByKey (
    rcodesign: string,
    key: SigningKey,
    job: AppleSignJob,
    signal: AbortSignal
  ): Promise<void> {
    await this.#withKey(rcodesign, key, job, signal, p12 => {
      // Signs what is inside by itself, the innermost first; a setting is for a bundle by PATH:VALUE.
      const entitlements = [...job.entitlements].flatMap(([bundle, path]) => [
        '--entitlements-xml-file',
        bundle === '' ? path : `${bundle}:${path}`
      ])
      return ['sign', ...p12, '--timestamp-url', 'none', ...entitlements, job.app]
    })
  }

  /** The password is in a file while the program runs. */
  async #withKey (
    rcodesign: string,
    { file, password }: SigningKey,
    job: AppleSignJob,
    signal: AbortSignal,
    args: (p12: string[]) => string[],
    secrets = [password]
  ): Promise<string[]> {
    mkdirSync(job.scratch, { recursive: true, mode: 0o700 })
    const passwordFile = join(job.scratch, 'password')
    try {
      writeFileSync(passwordFile, password, { mode: 0o600 })
      const p12 = ['--p12-file', file, '--p12-password-file', passwordFile]
      return await this.#run(rcodesign, args(p12), job, signal, secrets)
    } finally {
      rmSync(passwordFile, { force: true })
    }
  }

  async #run (
    file: string,
    args: string[],
    { label, name, key, signing }: AppleSignJob,
    signal: AbortSignal,
    secrets: string[]
  ): Promise<string[]> {
    const result = await runCommand({
      file,
      args,
      cwd: dirname(file),
      environment: this.#environment,
      timeoutMs,
      signal,
      secrets
    })
    if (result.failure === undefined) return result.lines
    const reason = lastWords(result) || result.failure
    if (/incorrect password|wrong password|mac verify|bad password/i.test(String(reason))) {
      // rcodesign calls a form that it does not read a wrong password.
      const isOpen = key !== undefined && 'certificate' in openP12(readFileSync(key.file), key.password)
      const reason = phrase('signing.p12Form')
      throw new PacklineError(isOpen ? 'PACKAGE_KEY_MISSING' : 'PACKAGE_KEY_PASSWORD', {
        where: key?.file,
        signing: name,
        reason
      })
    }
    if (/no identity found/i.test(String(reason))) {
      throw new PacklineError('PACKAGE_KEY_MISSING', {
        where: signing.identity,
        reason: phrase('signing.noIdentity'),
        signing: name
      })
    }
    throw new PacklineError('PACKAGE_SIGNING_FAILED', { tool: file, file: label, reason })
  }
}

/** What codesign has to sign of an application: extensions and frameworks before what holds them. */
function codeParts (app: string): string[] {
  const nested = ['Frameworks', 'PlugIns', 'Extensions', 'Watch', 'AppClips'].flatMap(folder => {
    try {
      return readdirSync(join(app, folder))
        .filter(name => /\.(framework|dylib|appex|app|xctest)$/.test(name))
        .flatMap(name =>
          name.endsWith('.dylib') ? [join(app, folder, name)] : codeParts(join(app, folder, name))
        )
    } catch {
      return []
    }
  })
  return [...nested, app]
}
