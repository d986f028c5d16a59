import type { FarmRow } from '../farm/farm-row.js'
import { proofKind } from '../farm/proof-item.js'
import type { ProofItem } from '../farm/proof-item.js'
import { rowKindOf } from '../health/proof-kinds.js'
import type { ProofRowKind } from '../health/proof-kinds.js'
import { worded } from '../messages/message.js'
import { readableSize } from '../messages/readable-size.js'
import { gradeBadge } from './grade-badge.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { trendLine } from './sparkline.js'
import { columnHeadings, nothing } from './table-parts.js'
import { moment } from './time-words.js'

type ProofRow = Pick<FarmRow, 'device' | 'isSilent' | 'proofs'>

interface Proof {
  row: ProofRow
  kind: ProofRowKind
  name: string
  last: ProofItem | undefined
  /** Of a backup: what counts. */
  drill: ProofItem | undefined
}

const problemLength = 120

/** What has to be proved again and again: see proof-kinds.ts. */
export function proofTable (view: View, say: Say, rows: readonly ProofRow[]): Html {
  const proofs = newestImages(rows.flatMap(proofsOf)).sort((a, b) =>
    Number(isProven(a)) - Number(isProven(b)) || (a.name < b.name ? -1 : 1)
  )
  if (proofs.length === 0) return nothing(say)
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, ['proof', 'operation', 'machine', 'lastGood', 'lastDrill', 'trend'])}
    </tr>
    </thead>
    <tbody>
    ${proofs.map(proof => proofRow(view, say, proof))}
    </tbody>
    </table>
    </div>`
}

function proofRow (view: View, say: Say, proof: Proof): Html {
  const { row, kind, name, last, drill } = proof
  const problems = [last, drill].flatMap(item => item?.problem ?? [])
  const when = (item: ProofItem | undefined): Html =>
    html`${item?.lastGood ? moment(view.locale, item.lastGood, view.nowMs) : say('backup.never')}`
  return html`
    <tr>
    <td>${gradeBadge(say, isProven(proof) ? 'good' : 'degraded', say(`ui.proof.${isProven(proof)}`))}${
    problems.map(problem =>
      html`<br><span class="dim small">${worded(view.locale, problem).slice(0, problemLength)}</span>`
    )
  }</td>
    <th scope="row">${name} <span class="dim small">${say(`ui.proof.${kind}`)}</span>${
    last?.detail === undefined ? html`` : html`<br><code class="small">${last.detail}</code>`
  }</th>
    <td>${row.device}</td>
    <td>${when(last)}</td>
    <td>${kind === 'backup' ? when(drill) : '–'}</td>
    <td>${trendOf(say, name, last)}</td>
    </tr>`
}

function trendOf (say: Say, name: string, item: ProofItem | undefined): Html {
  const sizes = item?.trend ?? []
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (first === undefined || last === undefined) return html`–`
  const words = { name, first: readableSize(first), last: readableSize(last), count: sizes.length }
  return html`<span class="figure">${readableSize(last)}</span>${trendLine(sizes, say('ui.trend', words))}`
}

/** Green is only what was seen good, in time, by a machine that still reports. */
function isProven ({ row, kind, last, drill }: Proof): boolean {
  const isGood = (item: ProofItem | undefined): boolean =>
    item !== undefined && item.state === 'ok' && item.lastGood !== null && item.problem === undefined
  return !row.isSilent && isGood(last) && (kind !== 'backup' || isGood(drill))
}

/** Any machine may build an image: what another has pushed since is the one that counts. */
function newestImages (proofs: readonly Proof[]): Proof[] {
  const lastOf = ({ last }: Proof): string => last?.lastGood ?? ''
  return proofs.filter(proof =>
    proof.kind !== 'image' || proof.last?.problem !== undefined ||
    !proofs.some(other =>
      other.kind === 'image' && other.name === proof.name && lastOf(other) > lastOf(proof)
    )
  )
}

function proofsOf (row: ProofRow): Proof[] {
  const proofs = new Map<string, Proof>()
  for (const item of row.proofs) {
    const kind = proofKind(item.id)
    if (kind === undefined) continue
    const name = item.id.slice(kind.length + 1)
    const of = rowKindOf(kind)
    const proof = proofs.get(`${of} ${name}`) ?? { row, kind: of, name, last: undefined, drill: undefined }
    proofs.set(`${of} ${name}`, { ...proof, [of === kind ? 'last' : 'drill']: item })
  }
  return [...proofs.values()]
}
