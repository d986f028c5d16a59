import { createPublicKey, sign } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export interface MadeRelease {
  commit: string
  lockFile: Buffer
  /** Digests by the names of files. */
  subjects: ReadonlyMap<string, string>
  /** The words of the command. */
  words: readonly string[]
  tools: Readonly<Record<string, string>>
}

const payloadType = 'application/vnd.in-toto+json'

/** An in-toto statement with SLSA's predicate: which bytes were made, from which commit, by what. */
export function provenance ({ commit, lockFile, subjects, words, tools }: MadeRelease): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...subjects].map(([name, sha256]) => ({ name, digest: { sha256 } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:packline:scripts/release:1',
        externalParameters: { arguments: words },
        internalParameters: {},
        resolvedDependencies: [
          { name: 'packline', digest: { gitCommit: commit } },
          {
            name: 'package-lock.json',
            digest: { sha256: createHash('sha256').update(lockFile).digest('hex') }
          }
        ]
      },
      runDetails: { builder: { id: 'urn:packline:scripts/release', version: tools } }
    }
  })
}

/** The statement in a signed envelope (DSSE), one line; its key is named by the digest of the public one. */
export function signedEnvelope (statement: string, key: KeyObject): string {
  const payload = Buffer.from(statement)
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload
  ])
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return `${
    JSON.stringify({
      payloadType,
      payload: payload.toString('base64'),
      signatures: [{
        keyid: createHash('sha256').update(spki).digest('hex'),
        sig: sign(null, signed, key).toString('base64')
      }]
    })
  }\n`
}
