import { checkSameChannel, checkedBlock } from './apk/checked-block.js'
import type { CheckedBlock } from './apk/checked-block.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import type { SignatureScheme } from './apk/signer-answers.js'
import { checkedSplitSet } from './application/split-set.js'
import type { SplitSet } from './application/split-set.js'
import type { SigningTools } from './signing-tools.js'

interface VerifiedSet
  extends Pick<SplitSet, 'application' | 'findings'>, Partial<Omit<CheckedBlock, 'signingBlock'>> {
  /** Those of all parts; undefined where no signer is at hand. */
  signatures?: SignatureScheme[]
}

/**
 * Each part of a set of split APKs, and whether they go together: one package, one signature, one channel.
 * Throws PACKAGE_SET_MIXED and PACKAGE_VERIFY_FAILED.
 */
export async function verifySplitSet (
  path: string,
  tools: SigningTools,
  signal: AbortSignal
): Promise<VerifiedSet> {
  let signatures: SignatureScheme[] | undefined
  let isKnown = true
  const bases: Array<{ name: string, checked: Partial<CheckedBlock> }> = []
  const { application, findings } = await checkedSplitSet(path, path, signal, async part => {
    const { entry: { name }, file, application: { certificates, split }, block } = part
    const found = certificates === undefined
      ? []
      : await tools.verify(file, 'apk', `${path}: ${name}`, signal)
    isKnown &&= found !== undefined
    signatures = signatures === undefined ? found : signatures.filter(each => found?.includes(each))
    const checked: Partial<CheckedBlock> = block === undefined ? {} : checkedBlock(block, `${path}: ${name}`)
    if (split === undefined) bases.push({ name, checked })
  })
  const [first] = bases
  for (const { name, checked } of bases) {
    if (first === undefined) break
    checkSameChannel(path, [first.name, channelOf(first.checked)], [name, channelOf(checked)])
  }
  const { stamp, channelForms }: Partial<CheckedBlock> = first?.checked ?? {}
  return {
    application,
    findings,
    ...isKnown && signatures !== undefined && { signatures },
    ...stamp !== undefined && { stamp },
    ...channelForms !== undefined && { channelForms }
  }
}

function channelOf ({ stamp }: Partial<CheckedBlock>): Pick<ChannelStamp, 'channel'> {
  return { channel: stamp?.channel ?? '-' }
}
