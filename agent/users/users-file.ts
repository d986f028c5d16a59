import { writeFileAtomic } from '../files/atomic-file.js'
import { lockFile } from '../files/file-lock.js'
import { WatchedFile } from '../files/watched-file.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { isPasswordHash } from './password.js'
import { includesProjectRole, projectRoles } from './project-role.js'
import type { ProjectRole, RolesByProject } from './project-role.js'

export interface User {
  name: string
  /** scrypt's; somebody without one comes through the identity provider. */
  password?: string
  roles: RolesByProject
}

const maxBytes = 4_000_000
const projectName = /^(?:\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/

/** The users of this machine in a file, which may be changed while the agent runs. */
export class UsersFile {
  readonly #file: string
  readonly #users: WatchedFile<ReadonlyMap<string, User>>

  constructor (file: string, now: () => number) {
    this.#file = file
    this.#users = new WatchedFile<ReadonlyMap<string, User>>({
      file,
      now,
      maxBytes,
      empty: new Map(),
      parse: text => this.#parse(text),
      invalid: reason => this.#invalid(reason)
    })
  }

  /** Throws USERS_INVALID. */
  all (): User[] {
    return [...this.#users.read().values()]
  }

  /** Throws USERS_INVALID: who is not known for sure is nobody. */
  find (name: string): User | undefined {
    const users = this.#users.isRecent ? this.#users.last : this.#users.read()
    return users.get(userKey(name))
  }

  /** Throws USER_EXISTS also for a name that differs only in capitals. */
  async add (user: User): Promise<void> {
    await this.#change(users => {
      if (users.has(userKey(user.name))) throw new PacklineError('USER_EXISTS', { name: user.name })
      users.set(userKey(user.name), user)
    })
  }

  async setPassword (name: string, password: string): Promise<void> {
    await this.#change(users => {
      users.set(userKey(name), { ...known(users, name), password })
    })
  }

  /** `none` takes the role in that project away. */
  async setRole (name: string, project: string, role: ProjectRole): Promise<void> {
    await this.#change(users => {
      const user = known(users, name)
      const { [project]: _, ...others } = user.roles
      const roles = role === 'none' ? others : { ...others, [project]: role }
      users.set(userKey(name), { ...user, roles })
    })
  }

  async remove (name: string): Promise<void> {
    await this.#change(users => {
      known(users, name)
      users.delete(userKey(name))
    })
  }

  /** Commands and the agent write at the same time. */
  async #change (work: (users: Map<string, User>) => void): Promise<void> {
    const options = { signal: AbortSignal.timeout(10_000), command: 'users' }
    const lock = await lockFile(`${this.#file}.lock`, options)
    try {
      this.#users.forget()
      const users = new Map(this.#users.read())
      work(users)
      await writeFileAtomic(
        this.#file,
        `${JSON.stringify({ users: [...users.values()] }, null, 2)}\n`,
        0o600
      )
      this.#users.forget()
      this.#users.read()
    } finally {
      lock.close()
    }
  }

  #parse (text: string): ReadonlyMap<string, User> {
    const { users } = JSON.parse(text) as { users?: unknown }
    if (!Array.isArray(users)) throw this.#invalid(phrase('users.noList'))
    const found = new Map<string, User>()
    for (const [index, entry] of users.entries()) {
      const user = this.#user(entry as Partial<User> | null, index)
      if (found.has(userKey(user.name))) throw this.#invalid(phrase('users.twice', { index }))
      found.set(userKey(user.name), user)
    }
    return found
  }

  #user (entry: Partial<User> | null, index: number): User {
    const { name, password, roles } = entry ?? {}
    if (!isUserName(name)) throw this.#invalid(phrase('users.name', { index }))
    if (password !== undefined && !isPasswordHash(password)) {
      throw this.#invalid(phrase('users.password', { index }))
    }
    if (!isRoles(roles)) throw this.#invalid(phrase('users.roles', { index }))
    return { name, ...password === undefined ? {} : { password }, roles }
  }

  #invalid (reason: Wording): PacklineError {
    return new PacklineError('USERS_INVALID', { file: this.#file, reason })
  }
}

export function isUserName (name: unknown): name is string {
  return typeof name === 'string' && name === name.normalize('NFC') &&
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,127}$/u.test(name)
}

/** Names that differ in capitals only are one: whoever reads them takes them for one. */
export function userKey (name: string): string {
  return name.normalize('NFC').toLowerCase()
}

export function isProjectOrAll (name: string): boolean {
  return projectName.test(name)
}

function isRoles (roles: unknown): roles is RolesByProject {
  return typeof roles === 'object' && roles !== null && !Array.isArray(roles) &&
    Object.entries(roles).every(([project, role]) =>
      isProjectOrAll(project) && projectRoles.some(each => each === role && includesProjectRole(each, 'read'))
    )
}

function known (users: ReadonlyMap<string, User>, name: string): User {
  const user = users.get(userKey(name))
  if (user === undefined) throw new PacklineError('USER_UNKNOWN', { name })
  return user
}
