import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError } from '../errors.js'
import { runSuccessfully } from '../processes/run-program.js'
import { readFacts } from './installation.js'
import type { Installation, ReleaseFacts } from './installation.js'
import { releasePlace } from './release-place.js'
import { tryVersion } from './try-version.js'
import { unpackArchive } from './unpack-archive.js'
import { fetchVerified } from './verified-archive.js'
import type { ArchiveChoice } from './verified-archive.js'
import { compareVersions } from './version-order.js'

export type UpdateStep = 'fetching' | 'unpacking' | 'trying'

export interface VersionRequest {
  /** A URL or a path: an archive, or the folder of a release. */
  from: string
  choice: ArchiveChoice
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  onStep: (step: UpdateStep, archive: string) => void
}

/** Something on its way in or out of the versions. */
export function leftoverName (name: string): string {
  return `.${name}.${randomBytes(6).toString('hex')}`
}

/**
 * Puts one more version beside the others and returns its name. Whatever goes wrong, and wherever it is
 * killed, those that are there stay as they are.
 */
export async function installVersion (installation: Installation, request: VersionRequest): Promise<string> {
  const { choice, signal, onStep } = request
  const place = releasePlace(request.from, request.cwd)
  const staging = join(installation.versionsFolder, leftoverName('new'))
  const [file, folder] = [join(staging, 'archive'), join(staging, 'unpacked')]
  await mkdir(staging)
  try {
    onStep('fetching', place.archive ?? request.from)
    const { name: archive, sha256 } = await fetchVerified(place, choice, file, signal)
    const known = installation.versions().find(name => installation.facts(name)?.sha256 === sha256)
    if (known !== undefined) return known
    onStep('unpacking', archive)
    await unpackArchive({ file, archive }, folder, signal)
    await rm(file)
    const facts = checkedFacts(installation, folder, archive, choice)
    await writeFile(join(folder, '.archive.json'), JSON.stringify({ sha256 }))
    onStep('trying', archive)
    await tryVersion({ ...request, folder, version: facts.version, service: installation.service })
    const name = installation.has(facts.version)
      ? `${facts.version}+${sha256.slice(0, 8)}`
      : facts.version
    // After a power cut all of a version is there, or nothing.
    await runSuccessfully({ file: 'sync', args: [], environment: request.environment })
    await rename(folder, installation.folderOf(name))
    return name
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

function checkedFacts (
  { current }: Installation,
  folder: string,
  archive: string,
  { platform: machine, sha256 }: ArchiveChoice
): ReleaseFacts {
  const facts = readFacts(folder)
  if (facts === undefined) {
    throw new PacklineError('UPDATE_ARCHIVE_UNSAFE', { archive, entry: '"package.json"' })
  }
  const { version, platform } = facts
  if (platform !== machine) throw new PacklineError('UPDATE_OTHER_PLATFORM', { archive, platform, machine })
  // A signature is good for ever: whoever holds an old release could bring its holes back.
  if (sha256 === undefined && current !== undefined && compareVersions(version, current) < 0) {
    throw new PacklineError('UPDATE_OLDER', { version, current })
  }
  return facts
}
