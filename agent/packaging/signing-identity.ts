import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Environment } from '../config/home.js'
import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError } from '../errors.js'
import type { InspectedBaseline } from './baseline.js'
import type { Row } from './rows.js'
import { inProject } from './project-folder.js'
import { keyFile } from './signing-key.js'
import type { SigningTools } from './signing-tools.js'
import { phrase } from '../messages/phrase.js'

export interface SigningContext {
  project: string
  file: ProjectFile
  environment: Environment
  tools: SigningTools
}

/** What a row's signature depends on: the key itself, and how it is used. */
export interface SigningIdentity {
  signing: object
  tools: Record<string, string>
}

/** Undefined where nothing is signed. */
export function signingIdentity (
  row: Row,
  baseline: InspectedBaseline | undefined,
  { file, environment, project, tools }: SigningContext
): SigningIdentity | undefined {
  const type = baseline?.definition.type
  if (row.signing === undefined || (type === 'zip' || type === 'folder' || type === undefined)) {
    return undefined
  }
  const signing = file.packages.signing[row.signing]
  if (signing === undefined) throw new Error(`packages.signing has no ${row.signing}`)
  const reference = signing.keystore ?? signing.p12
  if (type !== 'ipa' && signing.keystore === undefined) {
    throw new PacklineError('PACKAGE_KEY_MISSING', {
      where: `packages.signing.${row.signing}`,
      reason: phrase('signing.noKeystore'),
      signing: row.signing
    })
  }
  const tool = type !== 'ipa' ? tools.requireApk().version : tools.apple?.name ?? 'none'
  const { signing: name } = row
  const digestOf = (file: string): string => digestOfKey(keyFile(name, file, project, environment))
  const { lineage, rotatedFrom } = signing
  return {
    signing: {
      key: reference === undefined ? signing.identity : digestOf(reference),
      alias: signing.alias,
      schemes: signing.schemes,
      ...signing.entitlements !== undefined && {
        entitlements: digestOfKey(inProject(project, signing.entitlements))
      },
      ...lineage !== undefined && { lineage: digestOf(lineage) },
      ...rotatedFrom !== undefined && {
        rotatedFrom: rotatedFrom.map(({ keystore, alias }) => [digestOf(keystore), alias])
      }
    },
    tools: { signing: tool }
  }
}

function digestOfKey (file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
