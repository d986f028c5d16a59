import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { runCommand } from '../run-command.js'

const source = resolve(import.meta.dirname, '../../../resources/packaging/ApkSig.java')
const timeoutMs = 120_000

/**
 * What follows java's options to start the worker. Compiled once for a home, since a start from the source
 * compiles each time: 1.4 s of processor time, 0.1 s with the class. From the source without a home.
 */
export async function workerProgram (
  { java, jar }: { java: string, jar: string },
  home: string | undefined,
  environment: Record<string, string | undefined>
): Promise<string[]> {
  const fromSource = ['-cp', jar, source]
  const javac = join(dirname(realpathSync(java)), 'javac')
  if (home === undefined || !existsSync(javac)) return fromSource
  const digest = createHash('sha256').update(readFileSync(source)).update(readFileSync(jar)).digest('hex')
  const folder = join(home, 'cache', 'apksig')
  const classes = join(folder, digest.slice(0, 32))
  if (!existsSync(join(classes, 'ApkSig.class'))) {
    try {
      mkdirSync(folder, { recursive: true })
      await compile(javac, jar, folder, classes, environment)
    } catch {
      // A full disk, a javac that does not run: the source does as well.
    }
  }
  return existsSync(join(classes, 'ApkSig.class'))
    ? ['-cp', `${jar}${delimiter}${classes}`, 'ApkSig']
    : fromSource
}

/** Beside what others may be compiling at the same time; the first that is done is kept. */
async function compile (
  javac: string,
  jar: string,
  folder: string,
  classes: string,
  environment: Record<string, string | undefined>
): Promise<void> {
  const temporary = mkdtempSync(join(folder, '.making-'))
  try {
    const { failure } = await runCommand({
      file: javac,
      args: ['--release', '11', '-cp', jar, '-d', temporary, source],
      cwd: folder,
      environment,
      timeoutMs,
      signal: AbortSignal.timeout(timeoutMs)
    })
    if (failure === undefined) renameSync(temporary, classes)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}
