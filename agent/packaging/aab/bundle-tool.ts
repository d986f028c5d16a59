import { createWriteStream, existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { findExecutable } from '../../processes/find-executable.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { javaOf } from '../apk/find-apk-signer.js'
import { lastWords, runCommand } from '../run-command.js'
import type { CommandResult } from '../run-command.js'

/** What it may take at once: it is given to nothing else in that time. */
export const bundleToolBytes = 1024 ** 3
const timeoutMs = 1_800_000
const passedOn = ['PATH', 'JAVA_HOME', 'TMPDIR', 'SystemRoot']
const mainClass = 'com.android.tools.build.bundletool.BundleToolMain'

/** Google's bundletool: on PATH, or what PACKLINE_BUNDLETOOL names: a jar, or a folder of its jars. */
export class BundleTool {
  readonly #file: string
  readonly #before: readonly string[]
  /** The program itself, whatever starts it. */
  readonly #program: string
  readonly #environment: Environment

  private constructor (file: string, before: readonly string[], program: string, environment: Environment) {
    this.#file = file
    this.#before = before
    this.#program = program
    this.#environment = environment
  }

  /** Throws TOOL_NOT_FOUND. */
  static find (environment: Environment): BundleTool {
    const { PACKLINE_BUNDLETOOL: given, PATH = '' } = environment
    if (given === undefined || given === '') {
      const file = command(PATH)
      return new BundleTool(file, [], file, environment)
    }
    const java = javaOf(environment)
    if (java === undefined || !existsSync(given)) {
      throw new PacklineError('TOOL_NOT_FOUND', {
        tool: java === undefined ? 'java (for bundletool)' : given
      })
    }
    if (!statSync(given).isDirectory()) return new BundleTool(java, ['-jar', given], given, environment)
    const jar = readdirSync(given).find(name => name.startsWith('bundletool')) ?? ''
    return new BundleTool(java, ['-cp', join(given, '*'), mainClass], join(given, jar), environment)
  }

  /** Changes with the tool: another one may make other APKs. */
  get version (): string {
    return `${basename(this.#program)} ${statSync(this.#program).size}`
  }

  /**
   * Writes the split APKs for all devices, or for the one of a specification, none of them signed. Throws
   * PACKAGE_BUNDLE_FAILED.
   */
  async makeSet (
    bundle: string,
    target: string,
    { label, device }: { label: string, device?: string },
    signal: AbortSignal
  ): Promise<void> {
    const home = await mkdtemp(join(dirname(target), '.packline-bundle-'))
    try {
      const args = [`--bundle=${bundle}`, `--output=${target}`, ...this.#aapt2()]
      const only = device === undefined ? [] : [`--device-spec=${device}`]
      await this.#run(['build-apks', ...args, ...only], label, home, signal)
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }

  /** Writes the one APK for all devices, not signed. Throws PACKAGE_BUNDLE_FAILED with its last words. */
  async makeUniversal (bundle: string, target: string, signal: AbortSignal): Promise<void> {
    await mkdir(dirname(target), { recursive: true })
    const scratch = await mkdtemp(join(dirname(target), '.packline-bundle-'))
    try {
      const set = join(scratch, 'set.apks')
      await this.#run(
        ['build-apks', '--mode=universal', `--bundle=${bundle}`, `--output=${set}`, ...this.#aapt2()],
        bundle,
        scratch,
        signal
      )
      await takeOut(set, 'universal.apk', join(scratch, 'universal.apk'), signal)
      await rename(join(scratch, 'universal.apk'), target)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }

  /** The jar of Maven has none of its own. */
  #aapt2 (): string[] {
    try {
      return [`--aapt2=${findExecutable('aapt2', this.#environment.PATH ?? '')}`]
    } catch {
      return []
    }
  }

  async #run (args: string[], bundle: string, home: string, signal: AbortSignal): Promise<void> {
    const result = await runCommand({
      file: this.#file,
      args: [...this.#before, ...args],
      cwd: home,
      // With a home of nobody's: a debug key in the user's would sign the APK, and be shipped.
      environment: {
        ...Object.fromEntries(passedOn.map(name => [name, this.#environment[name]])),
        HOME: home,
        JAVA_TOOL_OPTIONS: `-Duser.home=${home}`,
        LC_ALL: 'C.UTF-8'
      },
      timeoutMs,
      signal
    })
    if (result.failure === undefined) return
    throw new PacklineError('PACKAGE_BUNDLE_FAILED', {
      file: bundle,
      reason: toldBy(result) || lastWords(result) || result.failure
    })
  }
}

/** Its error and what is at the bottom of it, without where in its code that was. */
function toldBy ({ lines }: CommandResult): string {
  const told = lines.flatMap(line => /^(?:\[BT:[^\]]*\] Error|Caused by): (.*)$/.exec(line)?.[1] ?? [])
  const ends = [told[0], told.at(-1)].flatMap(text => text?.replace(/^(?:[\w$]+\.)+[\w$]+: /, '') ?? [])
  return [...new Set(ends)].join(' ')
}

function command (searchPath: string): string {
  try {
    return findExecutable('bundletool', searchPath)
  } catch (cause) {
    throw new PacklineError('TOOL_NOT_FOUND', {
      tool: 'bundletool (on PATH, or PACKLINE_BUNDLETOOL with Java)'
    }, { cause })
  }
}

async function takeOut (archive: string, name: string, target: string, signal: AbortSignal): Promise<void> {
  const handle = await open(archive, 'r')
  try {
    const zip = await readZip(handle, archive)
    const entry = zip.entries.find(each => each.name === name)
    if (entry === undefined) throw new PacklineError('PACKAGE_ENTRY_MISSING', { file: archive, entry: name })
    await streamEntry(handle, zip, entry, createWriteStream(target), signal)
  } finally {
    await handle.close()
  }
}
