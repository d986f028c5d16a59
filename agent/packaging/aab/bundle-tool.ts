import { createWriteStream, existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { findExecutable } from '../../processes/find-executable.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { javaOf } from '../apk/find-apk-signer.js'
import { lastWords, runCommand } from '../run-command.js'

const timeoutMs = 1_800_000
const passedOn = ['PATH', 'JAVA_HOME', 'TMPDIR', 'SystemRoot']
const mainClass = 'com.android.tools.build.bundletool.BundleToolMain'

/** Google's bundletool: on PATH, or what PACKLINE_BUNDLETOOL names: a jar, or a folder of its jars. */
export class BundleTool {
  readonly #file: string
  readonly #before: readonly string[]
  readonly #environment: Environment

  private constructor (file: string, before: readonly string[], environment: Environment) {
    this.#file = file
    this.#before = before
    this.#environment = environment
  }

  /** Throws TOOL_NOT_FOUND. */
  static find (environment: Environment): BundleTool {
    const { PACKLINE_BUNDLETOOL: given, PATH = '' } = environment
    if (given === undefined || given === '') return new BundleTool(command(PATH), [], environment)
    const java = javaOf(environment)
    if (java === undefined || !existsSync(given)) {
      throw new PacklineError('TOOL_NOT_FOUND', {
        tool: java === undefined ? 'java (for bundletool)' : given
      })
    }
    const before = statSync(given).isDirectory()
      ? ['-cp', join(given, '*'), mainClass]
      : ['-jar', given]
    return new BundleTool(java, before, environment)
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
      cwd: dirname(bundle),
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
      reason: lastWords(result) || result.failure
    })
  }
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
