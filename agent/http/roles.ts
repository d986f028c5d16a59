/** What a caller may do; each includes those before it. */
const roles = ['none', 'read', 'build', 'admin'] as const
export type Role = typeof roles[number]

/** Who sent a request, as far as the agent knows. */
export interface Caller {
  name: string
  role: Role
  isLocal: boolean
  /** The user that the agent runs as. */
  isOwner: boolean
}

export function includesRole (has: Role, needed: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needed)
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller of this route must be allowed to do; every route names it. `none` is for everybody. */
    role?: Role
    /** The agent's user may too, whatever role that has. */
    ownerMay?: boolean
  }
  interface FastifyRequest {
    caller: Caller
  }
}
