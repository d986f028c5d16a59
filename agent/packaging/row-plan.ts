import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { explainDifference } from '../cache/action-difference.js'
import { actionKey } from '../cache/action-cache.js'
import type { ActionInputs } from '../cache/action-cache.js'
import type { Environment } from '../config/home.js'
import { PacklineError } from '../errors.js'
import type { SigningTools } from './signing-tools.js'
import type { InspectedBaseline } from './baseline.js'
import { configDocument, formatConfigDocument } from './config-document.js'
import type { PackageVersion } from './config-document.js'
import { statusOf } from './package-state.js'
import type { BuiltRow, Way } from './package-state.js'
import { changeInputs, changesOf } from './row-changes.js'
import type { ChangeContext, Changes } from './row-changes.js'
import type { Row } from './rows.js'
import { keyFile } from './signing-key.js'
import { digestOfTree } from './tree.js'
import { maxStampBytes } from './apk/stamp-apk.js'
import type { ChannelStamp } from './apk/stamp-apk.js'

/** Raised whenever the code would make other packages of the same inputs. */
const packageVersion = 1

export interface RowPlan {
  row: Row
  way: Way
  why: string[]
  key: string
  inputs: ActionInputs
  /** Same for rows that share everything but their stamp. */
  baseKey: string
  baseline?: InspectedBaseline
  changes: Changes
  stamp?: ChannelStamp
  config: string
  /** Absolute folder and name of the package. */
  folder: string
  name: string
  /** What is there already, when it can be reused. */
  built?: BuiltRow
}

export interface PlanContext extends ChangeContext {
  version: PackageVersion
  environment: Environment
  output: string
  /** This run of the operating system. */
  boot: string
  tools: SigningTools
  previous: (rowId: string) => BuiltRow | undefined
  /** Inputs of the row when it was made last. */
  previousInputs: (key: string) => ActionInputs | undefined
  execInputs: (platform: string) => Promise<Array<[name: string, digest: string]>>
}

/** How a row will be made, and why. `baseline` is undefined for a command that needs none. */
export async function planRow (
  row: Row,
  baseline: InspectedBaseline | undefined,
  context: PlanContext
): Promise<RowPlan> {
  const { version, file } = context
  const document = configDocument(file, version, row)
  const config = formatConfigDocument(document)
  const changes = baseline === undefined || row.definition.exec !== undefined
    ? new Map()
    : await changesOf(row, baseline, config, context)
  const stamp = stampOf(row, baseline, config)
  const { way, reason } = chooseWay(row, baseline, changes, stamp)
  const signing = way === 'repack' ? signingIdentity(row, baseline, context) : undefined
  const inputs: Array<[string, string]> = [
    ...baseline === undefined ? [] : [['baseline', baseline.digest] as [string, string]],
    ...changeInputs(changes),
    ...row.definition.exec === undefined ? [] : await context.execInputs(row.platform)
  ]
  const base: ActionInputs = {
    kind: 'package-base',
    version: packageVersion,
    options: { type: baseline?.definition.type, ...signing },
    tools: signing === undefined ? {} : signing.tools,
    inputs
  }
  const name = row.definition.exec?.produces ??
    `${file.project}-${version.version}-${version.build}${extensionOf(row, baseline)}`
  const action: ActionInputs = {
    ...base,
    kind: 'package-row',
    options: {
      ...base.options as object,
      name,
      ...stamp !== undefined && { stamp },
      ...row.definition.exec !== undefined && { exec: row.definition.exec },
      ...Object.fromEntries(Object.entries(document).map(([field, value]) => [`config.${field}`, value]))
    }
  }
  const plan: RowPlan = {
    row,
    way,
    why: [reason],
    key: actionKey(action),
    inputs: action,
    baseKey: actionKey(base),
    ...baseline !== undefined && { baseline },
    changes,
    ...stamp !== undefined && { stamp },
    config,
    folder: join(context.output, row.folder),
    name
  }
  return await withReuse(plan, context)
}

async function withReuse (plan: RowPlan, context: PlanContext): Promise<RowPlan> {
  const previous = context.previous(plan.row.id)
  if (previous === undefined) return { ...plan, why: [...plan.why, 'it was never made here'] }
  if (previous.key !== plan.key) {
    const before = context.previousInputs(previous.key)
    return {
      ...plan,
      why: [
        ...plan.why,
        ...before === undefined
          ? ['its record of the last build was evicted']
          : explainDifference(before, plan.inputs)
      ]
    }
  }
  const file = join(plan.folder, previous.name)
  const isThere = statusOf(file) === previous.status &&
    readIfThere(join(plan.folder, configFileName)) === plan.config
  return isThere && (previous.boot === context.boot || await digestOfTree(file) === previous.sha256)
    ? { ...plan, way: 'reuse', why: ['nothing that goes into it changed'], built: previous }
    : { ...plan, why: [...plan.why, 'its package is gone or was changed'] }
}

export const configFileName = 'package.config.json'

function chooseWay (
  row: Row,
  baseline: InspectedBaseline | undefined,
  changes: Changes,
  stamp: ChannelStamp | undefined
): { way: Way, reason: string } {
  if (row.definition.exec !== undefined || baseline === undefined) {
    return { way: 'build', reason: 'the platform has a command of its own' }
  }
  const changed = `${changes.size} of its entries change`
  switch (baseline.definition.type) {
    case 'apk': {
      if (changes.size === 0 && baseline.signature === 'stampable') {
        return stamp === undefined
          ? { way: 'copy', reason: 'it is the baseline as it is' }
          : { way: 'stamp', reason: 'only the channel differs from the baseline' }
      }
      const isUnsigned = baseline.signature === 'none'
        ? 'the baseline is not signed'
        : 'the baseline is signed by v1 only'
      if (row.signing === undefined) {
        if (stamp !== undefined) throw cannotStamp(row, baseline, changes)
        if (changes.size === 0) return { way: 'copy', reason: 'it is the baseline as it is' }
      }
      return { way: 'repack', reason: changes.size > 0 ? changed : isUnsigned }
    }
    case 'folder':
      return row.definition.pack === 'folder'
        ? { way: 'copy', reason: 'it is a copy of the folder' }
        : { way: 'repack', reason: 'the folder is packed' }
    default:
      return changes.size === 0
        ? { way: 'copy', reason: 'it is the baseline as it is' }
        : { way: 'repack', reason: changed }
  }
}

function cannotStamp (row: Row, baseline: InspectedBaseline, changes: Changes): PacklineError {
  if (changes.size > 0) {
    return new PacklineError('PACKAGE_SIGNING_NEEDED', {
      row: row.id,
      platform: row.platform
    })
  }
  return new PacklineError(baseline.signature === 'v1' ? 'PACKAGE_V1_ONLY' : 'PACKAGE_UNSIGNED', {
    file: baseline.definition.path
  })
}

function stampOf (
  row: Row,
  baseline: InspectedBaseline | undefined,
  config: string
): ChannelStamp | undefined {
  if (row.definition.exec !== undefined || baseline?.definition.type !== 'apk' || !row.definition.stamp) {
    return undefined
  }
  const inStamp = row.config.in === 'stamp'
  if (row.channel === undefined && !inStamp) return undefined
  if (row.channel === undefined) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: '',
      reason: `${row.id} has no channel to put its configuration beside`
    })
  }
  if (inStamp && Buffer.byteLength(config) > maxStampBytes) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: row.channel,
      reason: 'the configuration is too large for a stamp'
    })
  }
  return {
    ...row.channelDefinition?.stamp,
    ...inStamp && { config: JSON.stringify(JSON.parse(config)) },
    channel: row.channel
  }
}

function signingIdentity (
  row: Row,
  baseline: InspectedBaseline | undefined,
  { file, environment, project, tools }: PlanContext
): { signing: object, tools: Record<string, string> } | undefined {
  const type = baseline?.definition.type
  if (row.signing === undefined || (type !== 'apk' && type !== 'ipa')) return undefined
  const signing = file.packages.signing[row.signing]!
  const reference = signing.keystore ?? signing.p12
  if (type === 'apk' && signing.keystore === undefined) {
    throw new PacklineError('PACKAGE_KEY_MISSING', {
      where: `packages.signing.${row.signing}`,
      reason: 'an APK needs a keystore',
      signing: row.signing
    })
  }
  const tool = type === 'apk' ? tools.requireApk().name : tools.apple?.name ?? 'none'
  const key = reference === undefined
    ? signing.identity
    : createHash('sha256').update(readFileSync(keyFile(row.signing, reference, project, environment))).digest(
      'hex'
    )
  return {
    signing: { key, alias: signing.alias, schemes: signing.schemes, entitlements: signing.entitlements },
    tools: { signing: tool }
  }
}

function extensionOf (row: Row, baseline: InspectedBaseline | undefined): string {
  const type = baseline?.definition.type
  return type === 'folder' ? row.definition.pack === 'zip' ? '.zip' : '' : `.${type}`
}

function readIfThere (path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
