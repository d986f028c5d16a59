import type { SeatState } from '../licence/licence-state.js'
import type { StorePlace } from '../licence/store-place.js'
import { html, type Html } from './html.js'
import { formToken, type Say, type View } from './page.js'
import { columnHeadings, nothing, share } from './table-parts.js'
import { moment } from './time-words.js'

export interface SeatRow {
  licence: string
  seat: number
  state: SeatState
  device: string | null
  since: string | null
  jobs: number
}
export interface WaiterRow {
  licence: string
  position: number
  device: string
  since: string
}
export interface Seats {
  seats: readonly SeatRow[]
  waiters: readonly WaiterRow[]
  /** How much of the last day the seats of a licence were used, from 0 to 1. */
  use?: ReadonlyMap<string, number>
  storePlace?: StorePlace | undefined
}

export function seatTable (view: View, say: Say, { seats, waiters, use, storePlace }: Seats): Html {
  if (seats.length === 0) return nothing(say)
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, ['licence', 'seat', 'state', 'machine', 'since'])}
    <th scope="col"><span class="unseen">${say('ui.release')}</span></th>
    </tr>
    </thead>
    <tbody>
    ${seats.map(row => seatRow(view, say, row))}
    ${waiters.map(row => waiterRow(view, say, row))}
    </tbody>
    </table>
    </div>
    ${
    [...use ?? []].map(([licence, used]) =>
      html`<p class="small">${say('ui.seatUse', { licence, share: share(used) })}</p>`
    )
  }
    ${
    storePlace === undefined
      ? ''
      : html`<p class="dim small">${say(`licence.store.${storePlace.kind}`, { at: storePlace.at })}</p>`
  }`
}

function seatRow (view: View, say: Say, row: SeatRow): Html {
  const { licence, seat, state, device, since, jobs } = row
  const busy = html`<span class="dim small">${say('ui.seatJobs', { count: jobs })}</span>`
  return html`
    <tr>
    <th scope="row">${licence}</th>
    <td>${seat}</td>
    <td>${say(`seat.${state}`)} ${jobs === 0 ? '' : busy}</td>
    <td>${device ?? '–'}</td>
    <td>${since === null ? '–' : moment(view.locale, since, view.nowMs)}</td>
    <td>${device === null ? '' : releaseForm(view, say, row, device)}</td>
    </tr>`
}

function releaseForm (view: View, say: Say, { licence, seat }: SeatRow, device: string): Html {
  const target = `/licences/${encodeURIComponent(licence)}/seats/${seat}/release`
  return html`<form class="inline" method="post" action="${target}">
    ${formToken(view)}
    <input type="hidden" name="device" value="${device}">
    <button aria-label="${say('ui.releaseOf', { licence, seat })}">${say('ui.release')}</button>
    </form>`
}

function waiterRow (view: View, say: Say, { licence, position, device, since }: WaiterRow): Html {
  return html`
    <tr>
    <th scope="row">${licence}</th>
    <td>–</td>
    <td>${say('ui.waits', { position })}</td>
    <td>${device}</td>
    <td>${moment(view.locale, since, view.nowMs)}</td>
    <td></td>
    </tr>`
}
