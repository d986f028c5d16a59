import { phrase } from '../messages/phrase.js'
import type { FastifyRequest } from 'fastify'
import { PacklineError } from '../errors.js'
import { namedRelease } from '../release/named-release.js'
import { Registry } from '../release/registry.js'
import type { Release } from '../release/registry-model.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { MayUndo } from '../ui/release-words.js'
import { includesProjectRole } from '../users/project-role.js'
import type { ProjectRole } from '../users/project-role.js'
import type { Releases } from './releases.js'
import { projectRoleOf } from './roles.js'

/** A project that nothing was ever done to has no pages. */
export async function projectOf (releases: Releases, project: string): Promise<ReleaseStore> {
  const store = await releases.store(project)
  if (await store.head() === 0) {
    throw new PacklineError('HTTP_NOT_FOUND', { what: phrase('what.project', { project }) })
  }
  return store
}

/** The release that a page is about, and where it is kept. Throws HTTP_NOT_FOUND and RELEASE_UNKNOWN. */
export async function releaseOf (
  releases: Releases,
  named: { project: string, release: string }
): Promise<{ store: ReleaseStore, registry: Registry, release: Release }> {
  const store = await projectOf(releases, named.project)
  const registry = new Registry(store)
  const release = await registry.get(await namedRelease({ registry, store }, named.release))
  return { store, registry, release }
}

/** Whether what needs `role` is worth showing to whoever looks at a page of a project. */
export function mayIn (
  { caller, params }: Pick<FastifyRequest, 'caller' | 'params'>,
  role: ProjectRole
): boolean {
  const { project } = params as { project: string }
  return includesProjectRole(projectRoleOf(caller, project), role)
}

/** What whoever looks at a page of a project may take back. */
export function mayUndo (request: Parameters<typeof mayIn>[0]): MayUndo | undefined {
  const { project } = request.params as { project: string }
  if (mayIn(request, 'admin')) return { project, role: 'admin' }
  return mayIn(request, 'release') ? { project, role: 'release' } : undefined
}
