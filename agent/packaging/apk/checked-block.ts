import type { ChannelForm } from '../../config/package-platform-schema.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { stampsOf } from './channel-forms.js'
import type { ChannelStamp } from './channel-forms.js'
import { mustStayPadded, pageBytes } from './signing-block.js'
import type { SigningBlock } from './signing-block.js'

export interface CheckedBlock {
  signingBlock: { size: number, isPadded: boolean }
  stamp?: ChannelStamp
  /** The forms in which the channel is there. */
  channelForms?: ChannelForm[]
}

/** What a signing block holds besides signatures. Throws PACKAGE_VERIFY_FAILED. */
export function checkedBlock (block: SigningBlock, file: string): CheckedBlock {
  const isPadded = mustStayPadded(block)
  if (isPadded && block.size % pageBytes !== 0) {
    throw new PacklineError('PACKAGE_VERIFY_FAILED', {
      file,
      reason: phrase('package.blockSize', { size: block.size })
    })
  }
  const found = Object.entries(stampsOf(block, file)) as Array<[ChannelForm, ChannelStamp]>
  const [first] = found
  // Whoever reads another form than we do must find the same.
  for (const each of found) if (first !== undefined) checkSameChannel(file, first, each)
  return {
    signingBlock: { size: block.size, isPadded },
    ...first !== undefined && { stamp: first[1], channelForms: found.map(([form]) => form) }
  }
}

/** Each with where it is read. Throws PACKAGE_VERIFY_FAILED. */
export function checkSameChannel (
  file: string,
  [first, { channel }]: readonly [where: string, stamp: Pick<ChannelStamp, 'channel'>],
  [second, other]: readonly [where: string, stamp: Pick<ChannelStamp, 'channel'>]
): void {
  if (other.channel === channel) return
  throw new PacklineError('PACKAGE_VERIFY_FAILED', {
    file,
    reason: phrase('channel.several', { first, channel, second, other: other.channel })
  })
}
