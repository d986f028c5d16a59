import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readSecret } from '../config/secret.js'
import type { UsersConfig } from '../config/users-schema.js'
import { PacklineError } from '../errors.js'
import { LoginThrottle } from './login-throttle.js'
import { OidcLogin } from './oidc-login.js'
import type { OidcPerson } from './oidc-login.js'
import { hashPassword, isPassword, leastPasswordLength, mostPasswordLength } from './password.js'
import { mergedRoles } from './project-role.js'
import type { RolesByProject } from './project-role.js'
import { Sessions } from './sessions.js'
import type { NewSession, Session } from './sessions.js'
import { keptKey } from './kept-key.js'
import { UsersFile, userKey } from './users-file.js'

interface AccountsOptions {
  config: UsersConfig
  home: string
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  now: () => number
}

/** Somebody who proved a name. */
export interface Person {
  name: string
  roles: RolesByProject
  by: Session['by']
}

/** The users of this agent, and who of them is signed in. */
export class Accounts {
  readonly users: UsersFile
  readonly oidc: OidcLogin | undefined
  /** Signs cookies and forms. */
  readonly key: string
  readonly config: UsersConfig
  readonly now: () => number
  readonly #sessions: Sessions
  readonly #throttle: LoginThrottle

  private constructor (options: AccountsOptions, key: string, sessions: Sessions) {
    const { config, home, cwd, environment, now } = options
    this.config = config
    this.now = now
    this.key = key
    this.users = new UsersFile(usersFilePath(config, home, cwd), now)
    this.#sessions = sessions
    this.#throttle = new LoginThrottle(now)
    this.oidc = config.oidc === undefined ? undefined : new OidcLogin(config.oidc, async () => {
      const { clientSecretFile } = config.oidc ?? {}
      return clientSecretFile === undefined ? undefined : await readSecret(clientSecretFile, environment, cwd)
    })
  }

  static async open (options: AccountsOptions): Promise<Accounts> {
    await mkdir(options.home, { recursive: true })
    const key = keptKey(join(options.home, 'session-key'))
    return new Accounts(options, key, await Sessions.open(join(options.home, 'sessions.json'), options.now))
  }

  /** Whether anybody can sign in. */
  get isUsed (): boolean {
    return this.oidc !== undefined || this.users.all().length > 0
  }

  /** Who `sessionId` stands for, with the roles of this moment. */
  who (sessionId: string): Person | undefined {
    const session = this.#sessions.find(sessionId)
    if (session === undefined) return undefined
    const user = this.users.find(session.user)
    if (session.by === 'oidc') {
      if (user?.password !== undefined) return undefined
      const roles = mergedRoles([user?.roles ?? {}, session.groupRoles])
      return { name: session.user, roles, by: 'oidc' }
    }
    return user?.password === undefined || credentialOf(user.password) !== session.credential
      ? undefined
      : { name: user.name, roles: user.roles, by: 'password' }
  }

  /** Returns the id of a new session. Throws LOGIN_FAILED, whatever was wrong, and LOGIN_THROTTLED. */
  async signIn (name: string, password: string, address: string): Promise<string> {
    const user = await this.#checked(name, password, address)
    return await this.#beginOf(user.name, user.password)
  }

  /** Throws LOGIN_NO_ROLE and LOGIN_WITH_PASSWORD. */
  async admit ({ name, groupRoles }: OidcPerson): Promise<string> {
    const known = this.users.find(name)
    if (known?.password !== undefined) throw new PacklineError('LOGIN_WITH_PASSWORD', { name })
    if (Object.keys(mergedRoles([known?.roles ?? {}, groupRoles])).length === 0) {
      throw new PacklineError('LOGIN_NO_ROLE', { name })
    }
    return await this.#begin({ user: known?.name ?? name, by: 'oidc', groupRoles })
  }

  /** All sessions of before are over; returns the id of a new one. */
  async changePassword (name: string, old: string, password: string, address: string): Promise<string> {
    const user = await this.#checked(name, old, address)
    checkPassword(password)
    const hash = await hashPassword(password)
    await this.users.setPassword(user.name, hash)
    return await this.#beginOf(user.name, hash)
  }

  async signOut (sessionId: string): Promise<void> {
    await this.#sessions.end(sessionId)
  }

  async #begin (session: NewSession): Promise<string> {
    return await this.#sessions.begin(session, this.config.sessionHours * 3_600_000)
  }

  async #beginOf (user: string, hash: string): Promise<string> {
    return await this.#begin({ user, by: 'password', credential: credentialOf(hash), groupRoles: {} })
  }

  async #checked (
    name: string,
    password: string,
    address: string
  ): Promise<{ name: string, password: string }> {
    const takeBack = this.#throttle.enter(userKey(name.slice(0, 200)), address)
    const user = this.users.find(name)
    const isRight = password.length <= mostPasswordLength && await isPassword(password, user?.password)
    if (user?.password === undefined || !isRight) throw new PacklineError('LOGIN_FAILED', {})
    takeBack()
    return { name: user.name, password: user.password }
  }
}

/** Each hash has a salt of its own, so that no two passwords are named alike. */
function credentialOf (hash: string): string {
  return createHash('sha256').update(hash).digest('hex')
}

/** Throws PASSWORD_UNSUITABLE. */
function checkPassword (password: string): void {
  const length = [...password].length
  if (length < leastPasswordLength || password.length > mostPasswordLength) {
    const [least, most] = [leastPasswordLength, mostPasswordLength]
    throw new PacklineError('PASSWORD_UNSUITABLE', { length, least, most })
  }
}

export function usersFilePath ({ file }: UsersConfig, home: string, cwd: string): string {
  return resolve(cwd, file ?? join(home, 'users.json'))
}
