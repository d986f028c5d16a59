import { homedir, hostname, userInfo } from 'node:os'
import { Redactor } from '../config/redaction.js'
import type { Environment } from '../processes/process-group.js'

/** Variables with the name of whoever works here. */
const userVariables = ['USER', 'LOGNAME', 'SUDO_USER', 'USERNAME', 'BUILD_USER', 'BUILD_USER_ID']
/** Accounts that are no person: a report in which their names are missing only reads worse. */
const accounts = new Set(['root', 'jenkins', 'packline', 'runner', 'builder', 'build', 'admin', 'nobody'])
const leastLength = 3
const homes = /(\/(?:Users|home|export\/home)\/)[^/\s"':]+/g

/** Takes secrets, people's names, their folders and the host's name out of texts. */
export function withoutNames (
  secrets: readonly string[],
  environment: Environment
): <T>(value: T) => T {
  const redactor = new Redactor(secrets)
  const names = [ownName(), ...userVariables.map(name => environment[name] ?? '')]
    .filter(name => name.length >= leastLength && !accounts.has(name.toLowerCase()))
  const host = hostname().replace(/\.local$/, '')
  const folders = [environment.HOME ?? '', homedir()].filter(folder => folder.length > 1)
  const clean = (text: string): string => {
    let cleaned = redactor.text(text)
    for (const folder of folders) cleaned = cleaned.replaceAll(folder, '~')
    cleaned = cleaned.replaceAll(homes, '$1[user]')
    for (const name of names) cleaned = cleaned.replaceAll(name, '[user]')
    return host.length < leastLength ? cleaned : cleaned.replaceAll(host, '[host]')
  }
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      // Ids and codes are ours: none of them names anybody.
      Object.entries(value).map(([key, each]) => [key, key === 'id' || key === 'code' ? each : walk(each)])
    )
  }
  return value => walk(value) as typeof value
}

function ownName (): string {
  try {
    return userInfo().username
  } catch {
    // A container's user need not have a name.
    return ''
  }
}
