import { phrase } from '../messages/phrase.js'
import type { FastifyRequest } from 'fastify'
import { PacklineError } from '../errors.js'
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
