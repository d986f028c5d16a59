import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import { FirstOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import type { InstalledService } from './installation.js'

const withinMs = 120_000
const wordsKept = 600
/** What it is tried with lies in the folder for temporary files. */
const fullDisk = /ENOSPC|EDQUOT|DISK_FULL|No space left on device/

interface Trial {
  folder: string
  version: string
  service: InstalledService | undefined
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
}

/**
 * Starts an unpacked version before anything depends on it: it has to know its own version, to take the
 * machine's configuration, and to build some pictures, which also leaves the compiled code that later starts
 * read. Throws UPDATE_DOES_NOT_WORK.
 */
export async function tryVersion ({ folder, version, service, environment, signal }: Trial): Promise<void> {
  const own = join(folder, 'node/bin/node')
  const packline = join(folder, 'scripts/packline')
  const warmUp: [string, string[]] = [
    existsSync(own) ? own : process.execPath,
    [join(folder, 'scripts/warm-up.mjs')]
  ]
  const programs: Array<[string, string[]]> = [
    [packline, ['--version']],
    ...service === undefined ? [] : [[packline, ['serve', '--check']] as [string, string[]]],
    warmUp
  ]
  for (const [file, args] of programs) {
    const reason = await run(file, args)
    if (reason === undefined) continue
    // That is no fault of the version.
    if (fullDisk.test(String(reason))) {
      throw new PacklineError('DISK_FULL', { folder: environment.TMPDIR || '/tmp' })
    }
    throw new PacklineError('UPDATE_DOES_NOT_WORK', { version, reason })
  }

  async function run (file: string, args: string[]): Promise<Wording | undefined> {
    try {
      const words = new FirstOutput(wordsKept)
      const { status, killedBy } = await runProgram({
        file,
        args,
        cwd: folder,
        environment: {
          ...environment,
          PACKLINE_AGENT: 'none',
          ...service !== undefined && { PACKLINE_HOME: service.home, PACKLINE_CONFIG: service.config }
        },
        stdout: words,
        stderr: words,
        timeoutMs: withinMs,
        signal
      })
      return status === 0
        ? undefined
        : words.text.trim() || `${args.join(' ')}: ${String(killedBy ?? status)}`
    } catch (error) {
      signal.throwIfAborted()
      return errorText(error)
    }
  }
}
