import type { KeyObject } from 'node:crypto'
import { PacklineError } from '../errors.js'
import { maxStampBytes } from './apk/stamp-apk.js'
import type { ChannelStamp } from './apk/stamp-apk.js'
import type { InspectedBaseline } from './baseline.js'
import { signatureField, signStamp } from './config-signature.js'
import type { Way } from './package-state.js'
import type { Changes } from './row-changes.js'
import type { Row } from './rows.js'

interface ChosenWay {
  way: Way
  reason: string
}

const asItIs: ChosenWay = { way: 'copy', reason: 'it is the baseline as it is' }

/** The cheapest way to make a row, and why. Throws when it would need a signing that is not named. */
export function chooseWay (
  row: Row,
  baseline: InspectedBaseline | undefined,
  changes: Changes,
  stamp: ChannelStamp | undefined
): ChosenWay {
  if (row.definition.exec !== undefined || baseline === undefined) {
    return { way: 'build', reason: 'the platform has a command of its own' }
  }
  switch (baseline.definition.type) {
    case 'apk':
      return wayOfApk(row, baseline, changes, stamp)
    case 'folder':
      return row.definition.pack === 'folder'
        ? { way: 'copy', reason: 'it is a copy of the folder' }
        : { way: 'repack', reason: 'the folder is packed' }
    case 'ipa':
    case 'zip':
      return changes.size === 0 ? asItIs : changed(changes)
  }
}

function wayOfApk (
  row: Row,
  baseline: InspectedBaseline,
  changes: Changes,
  stamp: ChannelStamp | undefined
): ChosenWay {
  if (changes.size === 0 && baseline.signature === 'stampable') {
    return stamp === undefined
      ? asItIs
      : { way: 'stamp', reason: 'only the channel differs from the baseline' }
  }
  if (row.signing === undefined) {
    if (stamp !== undefined) throw cannotStamp(row, baseline, changes)
    if (changes.size === 0) return asItIs
  }
  if (changes.size > 0) return changed(changes)
  const reason = baseline.signature === 'none'
    ? 'the baseline is not signed'
    : 'the baseline is signed by v1 only'
  return { way: 'repack', reason }
}

function changed ({ size }: Changes): ChosenWay {
  return { way: 'repack', reason: `${size} of its entries change` }
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

/** The stamp of a row; undefined where none is written. */
export function rowStamp (
  row: Row,
  baseline: InspectedBaseline | undefined,
  config: string,
  configKey: () => KeyObject | undefined
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
  const stamp = { ...row.channelDefinition?.stamp, channel: row.channel }
  if (signatureField in stamp) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', {
      channel: row.channel,
      reason: `its stamp has a text ${signatureField}, which is the place of the signature`
    })
  }
  if (!inStamp) return stamp
  const texts = { ...stamp, config: JSON.stringify(JSON.parse(config)) }
  const key = configKey()
  return key === undefined ? texts : { ...texts, [signatureField]: signStamp(texts, key) }
}
