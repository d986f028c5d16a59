import type { KeyObject } from 'node:crypto'
import type { Signing } from '../config/signing-schema.js'
import { PacklineError } from '../errors.js'
import { channelPairs, maxStampBytes } from './apk/channel-forms.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import type { Finding } from './apk/apk-findings.js'
import { refusedBy, refusedPackage } from './apk/refused-package.js'
import type { Application } from './application/application.js'
import type { InspectedBaseline } from './baseline.js'
import { signatureField, signStamp } from './config-signature.js'
import type { Way } from './package-state.js'
import type { Changes } from './entry-change.js'
import type { Row } from './rows.js'
import { phrase, type Wording } from '../messages/phrase.js'

interface ChosenWay {
  way: Way
  reason: Wording
}

const asItIs: ChosenWay = { way: 'copy', reason: phrase('row.asItIs') }

interface Wanted {
  changes: Changes
  /** What the package will say of itself. */
  application?: Application
  stamp?: ChannelStamp
  signing?: Signing
}

/** The cheapest way to make a row, and why. Throws when it would need a signing that is not named. */
export function chooseWay (
  row: Row,
  baseline: InspectedBaseline | undefined,
  wanted: Wanted
): ChosenWay {
  const { changes } = wanted
  if (row.definition.exec !== undefined || baseline === undefined) {
    return { way: 'build', reason: phrase('row.ownCommand') }
  }
  checkSigning(row, baseline)
  checkHardening(row, baseline)
  if (row.definition.splits !== undefined) return wayOfSplits(row, baseline, wanted)
  switch (baseline.definition.type) {
    case 'aab':
      return wayOfBundle(row, baseline, changes)
    case 'apk':
      return wayOfApk(row, baseline, wanted)
    case 'folder':
      return row.definition.pack === 'folder'
        ? { way: 'copy', reason: phrase('row.folderCopied') }
        : { way: 'repack', reason: phrase('row.folderPacked') }
    case 'ipa':
    case 'zip':
      return changes.size === 0 ? asItIs : changed(changes)
  }
}

/**
 * A signing that nothing uses would leave a package unsigned without a word. A channel's is for others too.
 */
function checkSigning (
  { id, platform, definition: { signing } }: Row,
  { definition }: InspectedBaseline
): void {
  const { type } = definition
  if (signing === undefined || (type !== 'zip' && type !== 'folder')) return
  throw new PacklineError('PACKAGE_SIGNING_UNUSABLE', { row: id, platform, signing, type })
}

function checkHardening (
  { id, platform, definition: { hardening } }: Row,
  { definition: { type } }: InspectedBaseline
): void {
  if (hardening === undefined || type === 'apk') return
  const edit = `packages.platforms.${platform}.hardening`
  throw new PacklineError('PACKAGE_EDIT_UNFIT', { row: id, edit, type })
}

function wayOfSplits (row: Row, baseline: InspectedBaseline, wanted: Wanted): ChosenWay {
  const { stamp, signing } = wanted
  const { id, platform, signing: name } = row
  const { type } = baseline.definition
  if (type !== 'aab') throw new PacklineError('PACKAGE_SPLITS_UNFIT', { row: id, platform, type })
  if (name === undefined || signing === undefined) {
    if (stamp !== undefined) throw new PacklineError('PACKAGE_SIGNING_NEEDED', { row: id, platform })
  } else {
    if (signing.schemes.includes('v4')) {
      throw new PacklineError('PACKAGE_SPLITS_V4', { row: id, signing: name })
    }
    checkNewSignature(row, name, baseline, wanted)
  }
  return { way: 'repack', reason: phrase('row.splits') }
}

function wayOfBundle (row: Row, baseline: InspectedBaseline, changes: Changes): ChosenWay {
  const { id, platform, channel, definition, config } = row
  if (config.in === 'stamp' || (channel !== undefined && definition.stamp)) {
    throw new PacklineError('PACKAGE_BUNDLE_STAMPED', { row: id, platform })
  }
  if (changes.size === 0 && (row.signing === undefined || baseline.signature === 'v1')) return asItIs
  if (row.signing === undefined && baseline.signature === 'v1') {
    throw new PacklineError('PACKAGE_SIGNING_NEEDED', { row: id, platform })
  }
  return changes.size === 0 ? { way: 'repack', reason: phrase('row.unsignedBaseline') } : changed(changes)
}

function wayOfApk (
  row: Row,
  baseline: InspectedBaseline,
  wanted: Wanted
): ChosenWay {
  const { changes, stamp } = wanted
  const isHardened = row.definition.hardening !== undefined
  const refused = refusedBy(baseline.findings, undefined)
  if (changes.size === 0 && refused.length > 0) checkMendable(row, baseline, refused)
  else if (changes.size === 0 && !isHardened && baseline.signature === 'stampable') {
    return stamp === undefined
      ? asItIs
      : { way: 'stamp', reason: phrase('row.onlyChannel') }
  }
  if (row.signing === undefined) {
    if (stamp !== undefined) throw cannotStamp(row, baseline, changes)
    if (changes.size === 0 && !isHardened) return asItIs
  }
  if (row.signing !== undefined) checkNewSignature(row, row.signing, baseline, wanted)
  if (changes.size > 0) return changed(changes)
  if (isHardened) return { way: 'repack', reason: phrase('row.onlyHardened') }
  const reason = refused.length > 0
    ? phrase('row.refused', { rules: refused.map(({ rule }) => rule).join(', ') })
    : baseline.signature === 'none'
    ? phrase('row.unsignedBaseline')
    : phrase('row.onlyV1')
  return { way: 'repack', reason }
}

/** Androids before 7 know v1 only: source.android.com, "APK Signature Scheme v2". */
const v2Sdk = 24

/** What a signature would lack or lose without a word. */
function checkNewSignature (
  { id, platform }: Row,
  name: string,
  { holds, definition }: InspectedBaseline,
  { application, signing, stamp }: Wanted
): void {
  if (signing === undefined) return
  const { lineage, schemes } = signing
  const minSdk = application?.type === 'ipa' ? undefined : application?.minSdk
  if (typeof minSdk === 'number' && minSdk < v2Sdk && !schemes.includes('v1')) {
    throw new PacklineError('PACKAGE_V1_NEEDED', { row: id, signing: name })
  }
  if (holds.has('lineage') && lineage === undefined) {
    throw new PacklineError('PACKAGE_LINEAGE_MISSING', { row: id, file: definition.path, signing: name })
  }
  if (stamp !== undefined && schemes.includes('v4')) {
    throw new PacklineError('PACKAGE_V4_STAMPED', { row: id, platform, signing: name })
  }
}

/** Signing it again adds what a signature lacks, packing it again what lies wrong. */
function checkMendable (row: Row, { definition }: InspectedBaseline, refused: Finding[]): void {
  const isMendable = row.signing !== undefined &&
    refused.every(({ rule, isRepairable }) => isRepairable || rule === 'v1-missing')
  if (!isMendable) throw refusedPackage(definition.path, refused)
}

function changed ({ size }: Changes): ChosenWay {
  return { way: 'repack', reason: phrase('row.entriesChange', { count: size }) }
}

function cannotStamp (row: Row, baseline: InspectedBaseline, changes: Changes): PacklineError {
  if (changes.size > 0 || row.definition.hardening !== undefined) {
    return new PacklineError('PACKAGE_SIGNING_NEEDED', {
      row: row.id,
      platform: row.platform
    })
  }
  return new PacklineError(baseline.signature === 'v1' ? 'PACKAGE_V1_ONLY' : 'PACKAGE_UNSIGNED', {
    file: baseline.definition.path
  })
}

/** The stamp of a row; undefined where none is written. */
export function rowStamp (
  row: Row,
  baseline: InspectedBaseline | undefined,
  config: string,
  configKey: () => KeyObject | undefined
): ChannelStamp | undefined {
  const { exec, splits, stamp: isStamped } = row.definition
  const takesOne = baseline?.definition.type === 'apk' || splits !== undefined
  if (exec !== undefined || !takesOne || !isStamped) return undefined
  const inStamp = row.config.in === 'stamp'
  if (row.channel === undefined && !inStamp) return undefined
  if (row.channel === undefined) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: '',
      reason: phrase('row.noChannel', { row: row.id })
    })
  }
  if (inStamp && Buffer.byteLength(config) > maxStampBytes) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: row.channel,
      reason: phrase('row.configTooLarge')
    })
  }
  const stamp = { ...row.channelDefinition?.stamp, channel: row.channel }
  if (signatureField in stamp) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: row.channel,
      reason: phrase('row.signaturePlace', { field: signatureField })
    })
  }
  const texts = inStamp ? { ...stamp, config: JSON.stringify(JSON.parse(config)) } : stamp
  const key = inStamp ? configKey() : undefined
  const whole = key === undefined ? texts : { ...texts, [signatureField]: signStamp(texts, key) }
  // What a form cannot hold is told before any work.
  channelPairs(whole, row.definition.channelForms)
  return whole
}
