import { highestRole, includesProjectRole, roleIn } from '../users/project-role.js'
import type { ProjectRole } from '../users/project-role.js'
import type { Person } from '../users/accounts.js'

/** What a caller may do on the farm; each includes those before it. */
const roles = ['none', 'read', 'build', 'admin'] as const
export type Role = typeof roles[number]

/** Who sent a request, as far as the agent knows. */
export interface Caller {
  name: string
  role: Role
  isLocal: boolean
  /** The user that the agent runs as. */
  isOwner: boolean
  /** Somebody who is signed in. */
  person?: Person
}

/** What holders of tokens and certificates may do in every project. */
const everywhere: Readonly<Record<Role, ProjectRole>> = {
  none: 'none',
  read: 'read',
  build: 'test',
  admin: 'admin'
}

export function includesRole (has: Role, needed: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needed)
}

export function projectRoleOf ({ role, person }: Caller, project: string): ProjectRole {
  return highestRole([everywhere[role], person === undefined ? 'none' : roleIn(person.roles, project)])
}

/** The highest in any project. */
export function anyProjectRole ({ role, person }: Caller): ProjectRole {
  return highestRole([everywhere[role], ...Object.values(person?.roles ?? {})])
}

/** Who may see every project may see the machines; who runs every project runs them. */
export function farmRoleOf ({ roles }: Person): Role {
  const role = roleIn(roles, '')
  return role === 'admin' ? 'admin' : role === 'none' ? 'none' : 'read'
}

/** What a route of a project needs, where it names only what the farm knows. */
export function neededInProject (role: Role): ProjectRole {
  return everywhere[role]
}

/** The least role of a token that may do what needs `role` in a project. */
export function tokenRoleFor (role: ProjectRole): Role {
  return roles.find(each => includesProjectRole(everywhere[each], role)) ?? 'admin'
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller of this route must be allowed to do; every route names it. `none` is for everybody. */
    role?: Role
    /** In the project that the path names, or in any one; in place of `role`. */
    projectRole?: ProjectRole
    /** The agent's user may too, whatever role that has. */
    ownerMay?: boolean
  }
  interface FastifyRequest {
    caller: Caller
  }
}
