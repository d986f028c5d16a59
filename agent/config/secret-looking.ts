import { isSecretVariable } from './redaction.js'

/** Keys in PEM, JSON web tokens, tokens of GitHub, GitLab, npm and AWS, and addresses with a password. */
const secretValue = new RegExp(
  [
    '-----BEGIN [A-Z ]*PRIVATE KEY',
    '\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.',
    '\\bgh[oprsu]_[A-Za-z0-9]{20,}',
    '\\bgithub_pat_[A-Za-z0-9_]{20,}',
    '\\bglpat-[A-Za-z0-9_-]{16,}',
    '\\bnpm_[A-Za-z0-9]{30,}',
    '\\bAKIA[A-Z0-9]{16}\\b',
    '^[a-z][a-z0-9+.-]*://[^/@\\s:]*:[^/@\\s]+@'
  ]
    .join('|')
)

/** Whether what stands in the open under this name would be a secret, by its name or by what it is. */
export function looksSecret (name: string, value: string): boolean {
  return isSecretVariable(name) || secretValue.test(value)
}
