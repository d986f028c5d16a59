/** What somebody may do in a project; each includes those before it. */
export const projectRoles = ['none', 'read', 'test', 'release', 'admin'] as const
export type ProjectRole = typeof projectRoles[number]
/** Roles by project; `*` holds for every one. */
export type RolesByProject = Readonly<Record<string, Exclude<ProjectRole, 'none'>>>

export const allProjects = '*'

export function includesProjectRole (has: ProjectRole, needed: ProjectRole): boolean {
  return projectRoles.indexOf(has) >= projectRoles.indexOf(needed)
}

export function highestRole (roles: readonly ProjectRole[]): ProjectRole {
  return roles.reduce((best, each) => includesProjectRole(best, each) ? best : each, 'none')
}

export function roleIn (roles: RolesByProject, project: string): ProjectRole {
  const own = Object.hasOwn(roles, project) ? roles[project] : undefined
  return highestRole([own ?? 'none', roles[allProjects] ?? 'none'])
}

/** The higher one of each project. */
export function mergedRoles (all: readonly RolesByProject[]): RolesByProject {
  const merged = new Map<string, Exclude<ProjectRole, 'none'>>()
  for (const roles of all) {
    for (const [project, role] of Object.entries(roles)) {
      if (includesProjectRole(role, merged.get(project) ?? 'none')) merged.set(project, role)
    }
  }
  return Object.fromEntries(merged)
}
