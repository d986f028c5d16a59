import { PacklineError } from '../../errors.js'
import type { Wording } from '../../messages/phrase.js'
import { lastWords } from '../run-command.js'
import type { SigningKey } from '../signing-key.js'

export const signatureSchemes = ['v1', 'v2', 'v3', 'v4'] as const
export type SignatureScheme = typeof signatureSchemes[number]

/** What a signer said, and why it failed. */
export interface SignerAnswer {
  failure: Wording | undefined
  lines: string[]
}

/** Of the worker, or as the command says it. */
export function schemesIn (lines: readonly string[]): SignatureScheme[] {
  return lines.flatMap(line => {
    const [, command, worker] = /^(?:Verified using (v[123]) scheme.*: true|scheme (v[1234]))$/.exec(line) ??
      []
    return signatureSchemes.filter(scheme => scheme === (command ?? worker))
  })
}

export function asLine (scheme: SignatureScheme): string {
  return `scheme ${scheme}`
}

export function withoutSecrets (lines: readonly string[], keys: readonly SigningKey[]): string[] {
  const secrets = keys.flatMap(({ password, keyPassword }) => [password, keyPassword])
  return lines.map(line =>
    secrets.reduce((text, secret) => secret === '' ? text : text.replaceAll(secret, '***'), line)
  )
}

export function verifyError (answer: SignerAnswer, file: string): PacklineError {
  const lines = answer.lines.filter(line => !/^(scheme|lineage|expired) /.test(line))
  return new PacklineError('PACKAGE_VERIFY_FAILED', {
    file,
    reason: lastWords({ failure: answer.failure, lines }) || answer.failure
  })
}

export function signingError (
  answer: SignerAnswer,
  details: { where: string, signing: string, tool: string, file: string }
): PacklineError {
  const text = answer.lines.join('\n')
  if (
    /password (was|is|may be) incorrect|wrong password|cannot recover key|failed to decrypt|UnrecoverableKey/i
      .test(text)
  ) return new PacklineError('PACKAGE_KEY_PASSWORD', details)
  const noKey =
    /entry "[^"]*" (does not contain a key|not found)|no such alias|does not contain.*alias|Invalid keystore format|not.*supported keystore/i
      .exec(text)
  if (noKey !== null) return new PacklineError('PACKAGE_KEY_MISSING', { ...details, reason: noKey[0] })
  return new PacklineError('PACKAGE_SIGNING_FAILED', {
    ...details,
    reason: lastWords(answer) || answer.failure
  })
}
