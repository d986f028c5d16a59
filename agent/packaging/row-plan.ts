import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainDifference } from '../cache/action-difference.js'
import { actionKey } from '../cache/action-cache.js'
import type { ActionInputs } from '../cache/action-cache.js'
import type { CommandDefinition } from '../config/baseline-schema.js'
import type { KeyCertificates } from './apk/key-certificates.js'
import { refusedBy, refusedPackage } from './apk/refused-package.js'
import { checkCertificate } from './application/certificate-agreement.js'
import type { Application } from './application/application.js'
import { checkVersion } from './application/version-agreement.js'
import type { AssetDigests } from './asset-digests.js'
import type { InspectedBaseline } from './baseline.js'
import { configDocument, configFileName, formatConfigDocument } from './config-document.js'
import type { PackageVersion } from './config-document.js'
import type { ManifestPlace } from './config-document-schema.js'
import { earlierPackages } from './earlier-packages.js'
import type { ReleasedPackages } from './earlier-packages.js'
import { expectedPackage, plannedApplication } from './expected-package.js'
import type { ExpectedPackage } from './expected-package.js'
import { embeddedManifest, manifestPlace } from './hot-update/embedded-manifest.js'
import { statusOf } from './package-state.js'
import type { BuiltRow, Way } from './package-state.js'
import { inProject } from './project-folder.js'
import { changeInputs, changesOf } from './row-changes.js'
import type { Changes } from './entry-change.js'
import type { ChangeContext } from './row-changes.js'
import { baseInputs, packageVersion, rowInputs } from './row-inputs.js'
import type { Row } from './rows.js'
import { chooseWay, rowStamp } from './row-way.js'
import { splitsIdentity } from './aab/splits-identity.js'
import { signingIdentity } from './signing-identity.js'
import type { SigningContext } from './signing-identity.js'
import { digestOfTree } from './tree.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { planHardening, whyHardened } from './apk/planned-hardening.js'
import type { PlannedHardening } from './apk/planned-hardening.js'

export interface RowPlan {
  row: Row
  way: Way
  why: Wording[]
  key: string
  inputs: ActionInputs
  /** Same for rows that share everything but their stamp. */
  baseKey: string
  baseline?: InspectedBaseline
  expected: ExpectedPackage
  changes: Changes
  stamp?: ChannelStamp
  hardening?: PlannedHardening
  config: string
  /** Absolute folder and name of the package. */
  folder: string
  name: string
  /** What is there already, when it can be reused. */
  built?: BuiltRow
}

/** A plan that changes a baseline, as all do but those of a command of the project. */
export interface BaselinePlan extends RowPlan {
  baseline: InspectedBaseline
}

export interface PlanContext extends ChangeContext, SigningContext {
  output: string
  /** What signs config documents in stamps; read where a row needs it. */
  configKey: () => KeyObject | undefined
  assets: AssetDigests
  /** This run of the operating system. */
  boot: string
  now: () => number
  signal: AbortSignal
  previous: (rowId: string) => BuiltRow | undefined
  /** Inputs of the row when it was made last. */
  previousInputs: (key: string) => ActionInputs | undefined
  keys: Pick<KeyCertificates, 'signersOf'>
  released: () => Promise<ReleasedPackages>
  commandInputs: (what: Wording, command: CommandDefinition) => Promise<Array<[name: string, digest: string]>>
}

/** How a row will be made, and why. `baseline` is undefined for a command that needs none. */
export async function planRow (
  row: Row,
  baseline: InspectedBaseline | undefined,
  context: PlanContext
): Promise<RowPlan> {
  const { version, file } = context
  const { exec } = row.definition
  const place = manifestPlace(row, baseline, file)
  const document = configDocument(file, version, row, place)
  const config = formatConfigDocument(document)
  const { changes, told } = await changesIn(row, baseline, config, place, context)
  const application = await applicationOf(row, baseline, changes, version)
  const stamp = rowStamp(row, baseline, config, context.configKey)
  const { way, reason } = chooseWay(row, baseline, {
    changes,
    ...application !== undefined && { application },
    ...stamp !== undefined && { stamp },
    ...row.signing !== undefined && { signing: file.packages.signing[row.signing] }
  })
  const signing = way === 'repack' ? signingIdentity(row, baseline, context) : undefined
  const inputs = await inputsOf(row, baseline, changes, context)
  const hardening = await planHardening(row, { version: packageVersion, inputs }, context)
  const splits = await splitsIdentity(row, context)
  const name = exec?.produces ?? nameOf(row, baseline, context)
  const base = baseInputs(baseline, { signing, hardening, splits }, inputs)
  const action = rowInputs(row, base, name, stamp, document)
  const plan: RowPlan = {
    row,
    way,
    why: [reason, ...told, ...hardening === undefined ? [] : [whyHardened(hardening)]],
    key: actionKey(action),
    inputs: action,
    baseKey: actionKey(base),
    ...baseline !== undefined && { baseline },
    expected: baseline === undefined || exec !== undefined
      ? { findings: [] }
      : expectedPackage(baseline, application, {
        way,
        changes,
        isSigned: signing !== undefined,
        isHardened: hardening !== undefined
      }),
    changes,
    ...stamp !== undefined && { stamp },
    ...hardening !== undefined && { hardening },
    config,
    folder: join(context.output, row.folder),
    name
  }
  const planned = await withReuse(plan, context)
  return planned.built === undefined ? await withSigners(planned, context) : planned
}

/** What its package will say of itself. Throws what checkVersion throws. */
async function applicationOf (
  { id, definition: { exec, splits } }: Row,
  baseline: InspectedBaseline | undefined,
  changes: Changes,
  version: PackageVersion
): Promise<Application | undefined> {
  if (baseline === undefined || exec !== undefined) return undefined
  const application = await plannedApplication(baseline, changes)
  if (application !== undefined) checkVersion(id, application, version)
  // Split APKs are signed by the key of APKs, whatever that of the bundle is.
  return splits === undefined || application?.type !== 'aab' ? application : { ...application, type: 'apk' }
}

/**
 * With those that will sign it. Throws what checkCertificate throws, and PACKAGE_REFUSED: what no device or
 * store would take is not made.
 */
async function withSigners (plan: RowPlan, { keys, released, file }: PlanContext): Promise<RowPlan> {
  const { row, way, expected: { application: unsigned, findings } } = plan
  const refused = refusedBy(findings, row.channelDefinition?.store)
  if (refused.length > 0) throw refusedPackage(row.id, refused)
  if (unsigned === undefined || unsigned.type === 'ipa') return plan
  const earlier = earlierPackages(plan, unsigned, await released())
  if (earlier.length === 0) return plan
  const { signing: name } = row
  const signers = way === 'repack' && name !== undefined ? await keys.signersOf(name, unsigned.type) : {}
  const application = { ...unsigned, ...signers }
  if (application.certificates !== undefined) {
    checkCertificate(row.id, application, earlier, file.packages.signing[name ?? '']?.replacedUploadKeys)
  }
  const why = signers === undefined
    ? [...plan.why, phrase('row.signersUnknown', { signing: name ?? '' })]
    : plan.why
  return { ...plan, why, expected: { application, findings } }
}

async function inputsOf (
  { platform, definition: { exec } }: Row,
  baseline: InspectedBaseline | undefined,
  changes: Changes,
  { commandInputs }: PlanContext
): Promise<Array<[name: string, digest: string]>> {
  const own = changeInputs(changes)
  if (baseline !== undefined) own.unshift(['baseline', baseline.digest])
  return exec === undefined
    ? own
    : [...own, ...await commandInputs(phrase('what.platform', { platform }), exec)]
}

/** What a row changes in its baseline; nothing where a command makes its package. */
async function changesIn (
  row: Row,
  baseline: InspectedBaseline | undefined,
  config: string,
  place: ManifestPlace | undefined,
  context: PlanContext
): Promise<{ changes: Changes, told: Wording[] }> {
  if (baseline === undefined || row.definition.exec !== undefined) return { changes: new Map(), told: [] }
  const { version } = context.version
  const { changes, told } = await changesOf(
    row,
    baseline,
    config,
    context,
    place && {
      entry: place.root + place.path,
      of: async changes => await embeddedManifest(row, place, version, { baseline, changes }, context)
    }
  )
  return { changes: await withProfiles(row, baseline, changes, context), told }
}

/** An IPA gets the profiles of its new signature. */
async function withProfiles (
  row: Row,
  baseline: InspectedBaseline,
  changes: Changes,
  context: PlanContext
): Promise<Changes> {
  const { signing: name } = row
  const signing = name === undefined ? undefined : context.file.packages.signing[name]
  if (baseline.definition.type !== 'ipa' || name === undefined || signing?.profiles === undefined) {
    return changes
  }
  const { planProfiles } = await import('./ipa/plan-profiles.js')
  const all = new Map(changes)
  for (
    const { path, profile } of await planProfiles(
      { ...row, signing: name },
      baseline,
      changes,
      signing,
      context
    )
  ) {
    all.set(`${path}/embedded.mobileprovision`, {
      way: 'file',
      file: await context.digests.of(inProject(context.project, profile.file), phrase('what.profile'))
    })
  }
  return all
}

async function withReuse (plan: RowPlan, context: PlanContext): Promise<RowPlan> {
  const previous = context.previous(plan.row.id)
  if (previous === undefined) return { ...plan, why: [...plan.why, phrase('row.neverMade')] }
  if (previous.key !== plan.key) {
    const before = context.previousInputs(previous.key)
    return {
      ...plan,
      why: [
        ...plan.why,
        ...before === undefined
          ? [phrase('row.evicted')]
          : explainDifference(before, plan.inputs)
      ]
    }
  }
  const file = join(plan.folder, previous.name)
  const isThere = statusOf(file) === previous.status &&
    readIfThere(join(plan.folder, configFileName)) === plan.config
  return isThere && (previous.boot === context.boot || await digestOfTree(file) === previous.sha256)
    ? { ...plan, way: 'reuse', why: [phrase('row.unchanged')], built: previous }
    : { ...plan, why: [...plan.why, phrase('row.packageGone')] }
}

function nameOf (
  { definition }: Row,
  baseline: InspectedBaseline | undefined,
  { file, version }: PlanContext
): string {
  const type = baseline?.definition.type
  const extension = definition.splits !== undefined
    ? '.apks'
    : type === 'folder'
    ? definition.pack === 'zip' ? '.zip' : ''
    : `.${type}`
  return `${file.project}-${version.version}-${version.build}${extension}`
}

function readIfThere (path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
