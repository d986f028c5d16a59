import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Environment } from '../config/home.js'
import type { Signing } from '../config/signing-schema.js'
import { readSecret } from '../config/secret.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { reasonsRead } from '../messages/words-beside.js'

export interface SigningKey {
  file: string
  alias: string
  password: string
  keyPassword: string
}

/** The keys that a rotated one follows, the oldest first. */
export async function readEarlierKeys (
  name: string,
  { rotatedFrom = [] }: Signing,
  project: string,
  environment: Environment
): Promise<SigningKey[]> {
  const keys: SigningKey[] = []
  for (const key of rotatedFrom) keys.push(await readSigningKey(name, key, project, environment))
  return keys
}

/** The file of a key and its passwords; none of them is ever part of an argument, a log or a digest. */
export async function readSigningKey (
  name: string,
  signing: Pick<Signing, 'keystore' | 'p12' | 'alias' | 'password' | 'keyPassword'>,
  project: string,
  environment: Environment
): Promise<SigningKey> {
  const reference = signing.keystore ?? signing.p12
  if (reference === undefined || signing.password === undefined) {
    throw new PacklineError('PACKAGE_KEY_MISSING', {
      where: `packages.signing.${name}`,
      reason: phrase('signing.noPassword'),
      signing: name
    })
  }
  const file = keyFile(name, reference, project, environment)
  const password = await secretOf(name, signing.password, project, environment)
  const keyPassword = signing.keyPassword === undefined
    ? password
    : await secretOf(name, signing.keyPassword, project, environment)
  return { file, alias: signing.alias ?? '', password, keyPassword }
}

/** `file:PATH`, or `env:NAME` of a variable that holds the path, as Jenkins gives secret files to builds. */
export function keyFile (
  signing: string,
  reference: string,
  project: string,
  environment: Environment
): string {
  return referencedFile(
    reference,
    project,
    environment,
    (where, reason) => new PacklineError('PACKAGE_KEY_MISSING', { where, reason, signing })
  )
}

/** The file that a reference of this kind names; `missing` makes the error where there is none. */
export function referencedFile (
  reference: string,
  project: string,
  environment: Environment,
  missing: (where: string, reason: Wording) => PacklineError
): string {
  const path = reference.startsWith('env:')
    ? environment[reference.slice(4)]
    : reference.slice('file:'.length)
  if (path === undefined || path === '') throw missing(reference, phrase('secret.notSet'))
  const file = resolve(project, path)
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw missing(reference.startsWith('env:') ? reference : file, phrase('secret.noFile'))
  }
  return file
}

async function secretOf (
  signing: string,
  reference: string,
  project: string,
  environment: Environment
): Promise<string> {
  try {
    return await readSecret(reference, environment, project)
  } catch (error) {
    const details = reasonsRead(toPacklineError(error).details)
    throw new PacklineError('PACKAGE_KEY_MISSING', {
      where: details.where ?? reference,
      reason: details.reason ?? phrase('key.unreadable'),
      signing
    }, { cause: error })
  }
}
