import type { CheckKind } from '../config/check-kinds.js'

interface ProofPlace {
  /** Folder of its records, for what a command looks at. */
  records?: string
  /** Whose row on the farm's page it belongs to, where it has none of its own. */
  of?: CheckKind
}

/**
 * Everything that has to be proved again and again, by the kind of its check. A new one is a line here, one
 * in check-kinds.ts and its texts `check.KIND`, `checkHint.KIND` and `ui.proof.KIND`.
 */
export const proofKinds = {
  backup: {},
  drill: { of: 'backup' },
  site: { records: 'sites' },
  drift: { records: 'drift' },
  staging: { records: 'staging' },
  directory: {},
  image: { records: 'images' }
} as const satisfies Partial<Record<CheckKind, ProofPlace>>

export type ProofKind = keyof typeof proofKinds
/** Those with records of their own. */
export type RecordedKind = {
  [Kind in ProofKind]: typeof proofKinds[Kind] extends { records: string } ? Kind : never
}[ProofKind]
/** Those with a row of their own. */
export type ProofRowKind = {
  [Kind in ProofKind]: typeof proofKinds[Kind] extends { of: CheckKind } ? never : Kind
}[ProofKind]

export function isProofKind (kind: string | undefined): kind is ProofKind {
  return kind !== undefined && Object.hasOwn(proofKinds, kind)
}

export function rowKindOf (kind: ProofKind): ProofRowKind {
  return kind === 'drill' ? proofKinds.drill.of : kind
}
