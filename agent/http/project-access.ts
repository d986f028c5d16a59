import type { FastifyRequest } from 'fastify'
import { PacklineError } from '../errors.js'
import { includesProjectRole } from '../users/project-role.js'
import type { ProjectRole } from '../users/project-role.js'
import { anyProjectRole, projectRoleOf } from './roles.js'
import type { Caller } from './roles.js'

/**
 * Throws PROJECT_FORBIDDEN, for a project that is not there too: who may not see it learns nothing of it. Any
 * project counts where none is named.
 */
export function checkProjectRole (caller: Caller, needed: ProjectRole, project: string | undefined): void {
  const has = project === undefined ? anyProjectRole(caller) : projectRoleOf(caller, project)
  if (includesProjectRole(has, needed)) return
  throw new PacklineError('PROJECT_FORBIDDEN', {
    caller: caller.name,
    project: project ?? '*',
    has,
    role: needed
  })
}

/** Those of `projects` that the caller may see. */
export function readable<T extends { project: string }> (
  { caller }: Pick<FastifyRequest, 'caller'>,
  projects: readonly T[]
): T[] {
  return projects.filter(({ project }) => includesProjectRole(projectRoleOf(caller, project), 'read'))
}
