import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { temporaryName } from '../../files/atomic-file.js'
import { findExecutable } from '../../processes/find-executable.js'
import { lastWords, runCommand } from '../run-command.js'
import type { Delta, DeltaFormat, DeltaIndex } from './delta-index.js'
import type { Content } from './manifest.js'
import { contentOf } from './published-versions.js'
import type { PublishedVersion, PublishedVersions, VersionHead } from './published-versions.js'

/** bsdiff takes 17 times the file's size in memory. */
const maxFileBytes = 48 * 1024 * 1024
/** Below this a delta saves nothing worth a second code path in a client. */
const minFileBytes = 1024
const worthwhile = 0.8
const timeoutMs = 600_000

const formats: Record<
  DeltaFormat,
  {
    make: (old: string, next: string, delta: string) => [program: string, ...args: string[]]
    apply: (old: string, next: string, delta: string) => [program: string, ...args: string[]]
  }
> = {
  bsdiff: {
    make: (old, next, delta) => ['bsdiff', old, next, delta],
    apply: (old, next, delta) => ['bspatch', old, next, delta]
  },
  zstd: {
    make: (
      old,
      next,
      delta
    ) => ['zstd', '-q', '-f', '-19', '--long=27', `--patch-from=${old}`, next, '-o', delta],
    apply: (
      old,
      next,
      delta
    ) => ['zstd', '-q', '-f', '-d', '--long=27', `--patch-from=${old}`, delta, '-o', next]
  }
}

/** bsdiff or zstd, whichever this machine has; bsdiff makes the smaller ones. */
export function deltaFormat ({ PATH = '' }: Environment): DeltaFormat | undefined {
  return (['bsdiff', 'zstd'] as const).find(format => {
    try {
      findExecutable(formats[format].make('', '', '')[0], PATH)
      findExecutable(formats[format].apply('', '', '')[0], PATH)
      return true
    } catch {
      return false
    }
  })
}

/** Makes the deltas from each of `earlier` to `next`; one that is there already is taken as it is. */
export async function makeDeltas (
  versions: PublishedVersions,
  earlier: readonly VersionHead[],
  next: PublishedVersion,
  format: DeltaFormat,
  environment: Environment,
  signal: AbortSignal
): Promise<DeltaIndex> {
  const index: DeltaIndex = { version: next.version, format, from: {} }
  mkdirSync(join(versions.output, 'deltas'), { recursive: true })
  for (const old of earlier) {
    const deltas: Record<string, Delta> = {}
    for (const [path, from, to] of changedFiles(contentOf(versions.read(old)), contentOf(next))) {
      if (from === undefined || to.size < minFileBytes || Math.max(from.size, to.size) > maxFileBytes) {
        continue
      }
      const name = `deltas/${from.md5}-${to.md5}.${format}`
      const file = join(versions.output, name)
      if (!existsSync(file)) {
        await makeDelta(
          format,
          join(versions.contentFolder(old.digest), path),
          join(versions.contentFolder(next.digest), path),
          file,
          environment,
          signal
        )
      }
      const { size } = statSync(file)
      if (size <= to.size * worthwhile) deltas[path] = { path: name, size, fromMd5: from.md5, toMd5: to.md5 }
    }
    index.from[old.version] = deltas
  }
  return index
}

/** Files of `next` that a client with `old` has to get, each with what it has under that path. */
export function changedFiles (
  old: Content,
  next: Content
): Array<[path: string, from: { md5: string, size: number } | undefined, to: { md5: string, size: number }]> {
  return [...next].flatMap(([path, to]) => old.get(path)?.md5 === to.md5 ? [] : [[path, old.get(path), to]])
}

export async function applyDelta (
  format: DeltaFormat,
  old: string,
  delta: string,
  next: string,
  environment: Environment,
  signal: AbortSignal
): Promise<void> {
  await run(formats[format].apply(old, next, delta), environment, signal)
}

async function makeDelta (
  format: DeltaFormat,
  old: string,
  next: string,
  delta: string,
  environment: Environment,
  signal: AbortSignal
): Promise<void> {
  const temporary = temporaryName(delta)
  try {
    await run(formats[format].make(old, next, temporary), environment, signal)
    renameSync(temporary, delta)
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function run (
  [program, ...args]: [string, ...string[]],
  { PATH = '' }: Environment,
  signal: AbortSignal
): Promise<void> {
  const result = await runCommand({
    file: findExecutable(program, PATH),
    args,
    cwd: '/',
    environment: { PATH },
    timeoutMs,
    signal
  })
  if (result.failure !== undefined) {
    throw new PacklineError('TOOL_FAILED', {
      tool: program,
      reason: lastWords(result) || result.failure
    })
  }
}
