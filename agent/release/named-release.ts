import { PacklineError } from '../errors.js'
import { parseVersion } from './game-version.js'
import type { Registry, ReleaseName } from './registry.js'
import type { ReleaseStore } from './release-store.js'

/** `1.3.0-42`, or `1.3.0` for its last build. Throws RELEASE_UNKNOWN. */
export async function namedRelease (
  { registry, store }: { registry: Registry, store: Pick<ReleaseStore, 'project'> },
  text: string
): Promise<ReleaseName> {
  const [, version = text, build] = /^(.+?)(?:-(\d+))?$/.exec(text) ?? []
  if (parseVersion(version) === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: text })
  }
  if (build !== undefined) return await registry.get({ version, build: Number(build) })
  const last = (await registry.list()).findLast(each => each.version === version)
  if (last === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: text })
  }
  return last
}
