import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainDifference } from '../cache/action-difference.js'
import { actionKey } from '../cache/action-cache.js'
import type { ActionInputs } from '../cache/action-cache.js'
import type { CommandDefinition } from '../config/baseline-schema.js'
import type { ChannelForm } from '../config/package-platform-schema.js'
import type { Application } from './application/application.js'
import { checkVersion } from './application/version-agreement.js'
import type { AssetDigests } from './asset-digests.js'
import type { InspectedBaseline } from './baseline.js'
import { configDocument, configFileName, formatConfigDocument } from './config-document.js'
import type { ConfigDocument, ManifestPlace } from './config-document-schema.js'
import { embeddedManifest, manifestPlace } from './hot-update/embedded-manifest.js'
import { plannedApplication } from './row-application.js'
import { statusOf } from './package-state.js'
import type { BuiltRow, Way } from './package-state.js'
import { inProject } from './project-folder.js'
import { changeInputs, changesOf } from './row-changes.js'
import type { Changes } from './entry-change.js'
import type { ChangeContext } from './row-changes.js'
import type { Row } from './rows.js'
import { chooseWay, rowStamp } from './row-way.js'
import { splitsIdentity } from './aab/splits-identity.js'
import type { SplitsIdentity } from './aab/splits-identity.js'
import { signingIdentity } from './signing-identity.js'
import type { SigningContext, SigningIdentity } from './signing-identity.js'
import { digestOfTree } from './tree.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import { phrase } from '../messages/phrase.js'
import { planHardening, whyHardened } from './apk/planned-hardening.js'
import type { PlannedHardening } from './apk/planned-hardening.js'

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
  /** What it will say of itself, as far as its changes tell. */
  application?: Application
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
  commandInputs: (what: string, command: CommandDefinition) => Promise<Array<[name: string, digest: string]>>
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
  const application = baseline && await plannedApplication(baseline, changes)
  if (application !== undefined && exec === undefined) checkVersion(row.id, application, version)
  const stamp = rowStamp(row, baseline, config, context.configKey)
  const definition = row.signing === undefined ? undefined : file.packages.signing[row.signing]
  const { way, reason } = chooseWay(row, asPlanned(baseline, application), changes, stamp, definition)
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
    ...application !== undefined && { application },
    changes,
    ...stamp !== undefined && { stamp },
    ...hardening !== undefined && { hardening },
    config,
    folder: join(context.output, row.folder),
    name
  }
  return await withReuse(plan, context)
}

/** What rows share that differ in their stamp, their name and their config document only. */
function baseInputs (
  baseline: InspectedBaseline | undefined,
  { signing, hardening, splits }: {
    signing: SigningIdentity | undefined
    hardening: PlannedHardening | undefined
    splits: SplitsIdentity | undefined
  },
  inputs: ActionInputs['inputs']
): ActionInputs & { options: object } {
  return {
    kind: 'package-base',
    version: packageVersion,
    options: {
      type: baseline?.definition.type,
      ...signing,
      ...hardening !== undefined && { hardening: hardening.inputs.options },
      ...splits?.options
    },
    tools: { ...signing?.tools, ...hardening?.inputs.tools, ...splits?.tools },
    inputs: hardening?.inputs.inputs ?? inputs
  }
}

function rowInputs (
  row: Row,
  base: ActionInputs & { options: object },
  name: string,
  stamp: ChannelStamp | undefined,
  document: ConfigDocument
): ActionInputs {
  const { exec } = row.definition
  return {
    ...base,
    kind: 'package-row',
    options: {
      ...base.options,
      name,
      ...stamp !== undefined && { stamp, ...formsOption(row) },
      ...exec !== undefined && { exec },
      ...Object.fromEntries(Object.entries(document).map(([field, value]) => [`config.${field}`, value]))
    }
  }
}

/** A baseline that says what its package will say. */
function asPlanned (
  baseline: InspectedBaseline | undefined,
  application: Application | undefined
): InspectedBaseline | undefined {
  return baseline === undefined || application === undefined ? baseline : { ...baseline, application }
}

async function inputsOf (
  { platform, definition: { exec } }: Row,
  baseline: InspectedBaseline | undefined,
  changes: Changes,
  { commandInputs }: PlanContext
): Promise<Array<[name: string, digest: string]>> {
  const own = changeInputs(changes)
  if (baseline !== undefined) own.unshift(['baseline', baseline.digest])
  return exec === undefined ? own : [...own, ...await commandInputs(`the platform ${platform}`, exec)]
}

/** Packages in Walle's form alone are known by the keys that they always had. */
function formsOption ({ definition: { channelForms } }: Row): { channelForms?: readonly ChannelForm[] } {
  return channelForms.length === 1 && channelForms[0] === 'walle' ? {} : { channelForms }
}

/** What a row changes in its baseline; nothing where a command makes its package. */
async function changesIn (
  row: Row,
  baseline: InspectedBaseline | undefined,
  config: string,
  place: ManifestPlace | undefined,
  context: PlanContext
): Promise<{ changes: Changes, told: string[] }> {
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
      file: await context.digests.of(inProject(context.project, profile.file), 'the provisioning profile')
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
