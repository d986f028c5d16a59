import type { SigningKey } from '../signing-key.js'
import { signatureSchemes } from './signer-answers.js'
import type { SignatureScheme } from './signer-answers.js'

export interface SignJob {
  input: string
  output: string
  key: SigningKey
  /** Keys that came before it, the oldest first; with the lineage that leads from them to the key. */
  earlier?: readonly SigningKey[]
  lineage?: string
  schemes: readonly SignatureScheme[]
  signing: string
  label: string
  /** Of what has no manifest to read it from: an App Bundle. It is not verified as an APK then. */
  minSdk?: number
}

/** The arguments of apksigner; passwords are in the environment. */
export function signCommand (
  { input, output, schemes, lineage, minSdk }: SignJob,
  keys: readonly SigningKey[]
): string[] {
  return [
    'sign',
    ...keys.flatMap(({ file, alias }, index) => [
      ...index === 0 ? [] : ['--next-signer'],
      '--ks',
      file,
      '--ks-key-alias',
      alias,
      '--ks-pass',
      `env:PACKLINE_KS_PASS_${index}`,
      '--key-pass',
      `env:PACKLINE_KEY_PASS_${index}`
    ]),
    ...lineage === undefined ? [] : ['--lineage', lineage],
    ...minSdk === undefined ? [] : ['--min-sdk-version', String(minSdk)],
    ...signatureSchemes.flatMap(scheme => [
      `--${scheme}-signing-enabled`,
      String(schemes.includes(scheme))
    ]),
    '--out',
    output,
    input
  ]
}
