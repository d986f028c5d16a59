import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { packlineHome } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { fetchArtifacts } from '../../release/artifact-store.js'
import type { Artifact } from '../../release/registry-model.js'
import { openStore } from '../../release/store/open-store.js'
import type { CommandContext } from '../command.js'
import type { OpenRelease } from './open-release.js'

interface Given {
  project?: string | undefined
}

/** Brings files of releases back from the project's artifact store. Throws RELEASE_NO_ARTIFACT_STORE. */
export async function fetchKept (
  { environment, cwd, signal }: CommandContext,
  { file }: OpenRelease,
  { project }: Given,
  artifacts: readonly Artifact[],
  folder: string
): Promise<void> {
  const kept = file?.packages.artifacts
  if (kept === undefined) throw new PacklineError('RELEASE_NO_ARTIFACT_STORE')
  const store = await openStore(kept.store, kept.token, { environment, cwd: resolve(cwd, project ?? '.') })
  try {
    await fetchArtifacts(store, artifacts, folder, signal)
  } finally {
    await store.close()
  }
}

/** The same into a folder that is there for as long as `work` takes. */
export async function withKept<T> (
  context: CommandContext,
  open: OpenRelease,
  given: Given,
  artifacts: readonly Artifact[],
  work: (folder: string) => Promise<T>
): Promise<T> {
  const home = packlineHome(context.environment)
  await mkdir(home, { recursive: true })
  const folder = await mkdtemp(join(home, 'fetched-'))
  try {
    await fetchKept(context, open, given, artifacts, folder)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
