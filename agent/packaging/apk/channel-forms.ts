import type { ChannelForm } from '../../config/package-platform-schema.js'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { blockIds } from './signing-block.js'
import type { SigningBlock, SigningPair } from './signing-block.js'
import { phrase } from '../../messages/phrase.js'

/** What a channel stamp holds: `channel`, and any other texts, as Walle's readers expect them. */
export type ChannelStamp = Readonly<Record<string, string>> & { channel: string }

interface Form {
  id: number
  format: (stamp: ChannelStamp) => Buffer
  /** Throws where the value is not of this form. */
  parse: (value: Buffer) => ChannelStamp
}

/** PackerCommon.java of packer-ng 2: key∘value∙ between a mark and two equal lengths, little endian. */
const packerMark = Buffer.from('Packer Ng Sig V2')
const packerChannel = /(?:^|∙)CHANNEL∘([^∘∙]+)∙/

const forms: Readonly<Record<ChannelForm, Form>> = {
  walle: {
    id: blockIds.walle,
    format: stamp => Buffer.from(JSON.stringify(stamp)),
    parse: value => {
      const stamp: unknown = JSON.parse(value.toString('utf8'))
      if (
        typeof stamp === 'object' && stamp !== null && 'channel' in stamp && typeof stamp.channel === 'string'
      ) return stamp as ChannelStamp
      throw new ReasonError(phrase('channel.none'))
    }
  },
  // ChannelConstants.java and IdValueReader.java of VasDolly: the name, whose outer blanks go.
  vasdolly: {
    id: blockIds.vasdolly,
    format: ({ channel }) => Buffer.from(channel),
    parse: value => ({ channel: value.toString('utf8').trim() })
  },
  'packer-ng': {
    id: blockIds.packerNg,
    format: ({ channel }) => {
      const payload = Buffer.from(`CHANNEL∘${channel}∙`)
      const length = Buffer.alloc(4)
      length.writeInt32LE(payload.length)
      return Buffer.concat([packerMark, length, payload, length])
    },
    parse: value => {
      const start = packerMark.length + 4
      const length = value.length < start + 4 ? -1 : value.readInt32LE(packerMark.length)
      const isWhole = value.subarray(0, packerMark.length).equals(packerMark) && length > 0 &&
        value.length >= start + length + 4 && value.readInt32LE(start + length) === length
      const payload = isWhole ? value.toString('utf8', start, start + length) : ''
      const [, channel] = packerChannel.exec(payload) ?? []
      if (channel === undefined) throw new ReasonError(phrase('channel.none'))
      return { channel }
    }
  }
}

const ids = new Set(Object.values(forms).map(({ id }) => id))

/** Whether a pair tells a channel, in whatever form: a package has one channel. */
export function isChannel ({ id }: SigningPair): boolean {
  return ids.has(id)
}

export const maxStampBytes = 32 * 1024

/** A stamp in each of these forms. Throws PACKAGE_CHANNEL_INVALID. */
export function channelPairs (stamp: ChannelStamp, written: readonly ChannelForm[]): SigningPair[] {
  const { channel } = stamp
  const pairs = written.map(form => ({ id: forms[form].id, value: forms[form].format(stamp) }))
  const largest = Math.max(...pairs.map(({ value }) => value.length))
  const reason = channel === ''
    ? phrase('secret.empty')
    : /[\p{Cc}\p{Cs}]/u.test(channel)
    ? phrase('channel.control')
    : largest > maxStampBytes
    ? phrase('channel.tooLarge', { size: largest, most: maxStampBytes })
    : written.includes('packer-ng') && /[∘∙]/.test(channel)
    ? phrase('channel.packerNg')
    : !written.includes('walle') && Object.keys(stamp).length > 1
    ? phrase('channel.onlyWalle')
    : undefined
  if (reason !== undefined) {
    throw new PacklineError('PACKAGE_CHANNEL_INVALID', { channel: channel.slice(0, 64), reason })
  }
  return pairs
}

/** The stamps of an APK by form. Throws PACKAGE_SIGNING_BLOCK_DAMAGED. */
export function stampsOf (
  { pairs }: Pick<SigningBlock, 'pairs'>,
  file: string
): Partial<Record<ChannelForm, ChannelStamp>> {
  const stamps: Partial<Record<ChannelForm, ChannelStamp>> = {}
  for (const form of Object.keys(forms) as ChannelForm[]) {
    const pair = pairs.find(({ id }) => id === forms[form].id)
    if (pair === undefined) continue
    try {
      stamps[form] = forms[form].parse(pair.value)
    } catch (error) {
      const reason = phrase('channel.unreadable', { reason: errorText(error) })
      throw new PacklineError('PACKAGE_SIGNING_BLOCK_DAMAGED', { file, reason }, { cause: error })
    }
  }
  return stamps
}
