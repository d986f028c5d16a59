import { maxStampBytes } from './apk/channel-forms.js'
import type { StampProposal } from './package-report.js'
import type { PlannedRow } from './package-run.js'
import { changeInputs, resolveName } from './row-changes.js'
import type { RowPlan } from './row-plan.js'

/** The platforms whose packages are signed only because each holds another config document. */
export function stampProposals (planned: readonly PlannedRow[]): StampProposal[] {
  const platforms = new Map<string, { now: Set<string>, then: Set<string> }>()
  for (const each of planned) {
    if (!('plan' in each) || !isSigned(each.plan)) continue
    const { plan } = each
    const counts = platforms.get(plan.row.platform) ?? { now: new Set(), then: new Set() }
    platforms.set(plan.row.platform, counts)
    counts.now.add(plan.baseKey)
    const key = keyWithStamp(plan)
    if (key !== undefined) counts.then.add(key)
  }
  return [...platforms]
    .map(([platform, { now, then }]) => ({ platform, signatures: now.size, withStamp: then.size }))
    .filter(({ signatures, withStamp }) => withStamp < signatures)
}

function isSigned ({ way, row, baseline }: RowPlan): boolean {
  return way === 'repack' && row.signing !== undefined && baseline?.definition.type === 'apk'
}

/** What would be signed with the document in the stamp; undefined where nothing would be. */
function keyWithStamp ({ row, baseline, changes, config, baseKey, stamp }: RowPlan): string | undefined {
  const { in: place, path } = row.config
  const fits = stamp !== undefined && row.definition.channelForms.includes('walle') &&
    Buffer.byteLength(config) + 1024 <= maxStampBytes
  if (place !== 'entry' || path === undefined || baseline === undefined || !fits) return baseKey
  const others = new Map(changes)
  others.delete(resolveName(path, baseline))
  return others.size === 0 && baseline.signature === 'stampable' && row.definition.hardening === undefined
    ? undefined
    : JSON.stringify([baseline.digest, row.signing, changeInputs(others)])
}
