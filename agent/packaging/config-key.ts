import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Environment } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { referencedFile } from './signing-key.js'
import { phrase, type Wording } from '../messages/phrase.js'

/**
 * The private key that signs config documents, from the file that `packages.configKey` names. Neither it nor
 * what the system says of its text gets into a message.
 */
export function readConfigKey (reference: string, project: string, environment: Environment): KeyObject {
  const unusable = (where: string, reason: Wording): PacklineError =>
    new PacklineError('PACKAGE_CONFIG_KEY_UNUSABLE', { where, reason })
  const file = referencedFile(reference, project, environment, unusable)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw unusable(file, phrase('key.unreadable'))
  }
  let key: KeyObject
  try {
    key = createPrivateKey(text)
  } catch {
    throw unusable(file, phrase('key.notPrivate'))
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw unusable(file, phrase('key.kind', { kind: key.asymmetricKeyType ?? phrase('key.unknownKind') }))
  }
  return key
}
