import type { UploadRecord } from '../release/app-stores/upload-records.js'
import { html, type Html } from './html.js'
import { formToken, sayIn, type Say, type View } from './page.js'
import { releaseStepPage } from './release-step-page.js'
import { linkTo, releasePath, targetText } from './release-words.js'
import { labelled, problemLine, sourceField, type SendSource } from './send-fields.js'
import { nothing } from './table-parts.js'
import { uploadTable } from './upload-table.js'

export interface UploadsView {
  project: string
  /** VERSION-BUILD. */
  release: string
  /** Stores and symbol servers of the project, as `to` names them. */
  receivers: ReadonlyArray<{ to: string, name: string, service: string }>
  /** Undefined where there is none. */
  chosen: ChosenReceiver | undefined
  source: SendSource
  uploads: readonly UploadRecord[]
  /** Of them those whose share of players can be changed. */
  rollouts: readonly UploadRecord[]
  mayRelease: boolean
  /** What was given for another upload, or for one of the rollouts, and why it was refused. */
  given?: UploadFields
  rollout?: RolloutFields
  problem?: { message: string, hint?: string | undefined }
}

export interface ChosenReceiver {
  to: string
  name: string
  /** As they are named in the order; of these it takes one. */
  packages: readonly string[]
  /** What the project file says, where the store has that. */
  track: string | undefined
  percent: string | undefined
  notes: string | undefined
}

export type UploadFields = Partial<Record<'row' | 'track' | 'percent' | 'notes' | 'again', string>>
export type RolloutFields = Partial<
  Record<'store' | 'target' | 'row' | 'change' | 'percent' | 'why', string>
>

/** What was sent of a release to stores; another package goes there, the plan first; shares of players. */
export function uploadsPage (view: View, shown: UploadsView): string {
  const say = sayIn(view.locale)
  const { release, uploads, receivers, chosen, mayRelease } = shown
  const title = say('uploads.title', { release })
  return releaseStepPage(
    view,
    shown,
    title,
    html`
      ${!shown.rollouts.some(each => isGiven(shown.rollout, each)) && problemLine(shown.problem)}
      ${uploads.length === 0 ? nothing(say) : uploadTable(view, say, uploads)}
      ${mayRelease && shown.rollouts.map(each => rolloutForm(view, say, shown, each))}
      <h2>${say('uploads.new')}</h2>
      ${
      receivers.length === 0
        ? html`<p>${say('uploads.none')}</p>`
        : html`${chooseForm(view, say, shown)}
      ${
          chosen === undefined
            ? ''
            : mayRelease
            ? uploadForm(view, say, shown, chosen)
            : html`<p class="note">${say('publish.mayNot')}</p>`
        }`
    }`
  )
}

function chooseForm ({ search }: View, say: Say, { project, release, receivers, chosen }: UploadsView): Html {
  const lang = new URLSearchParams(search).get('lang')
  const options = receivers.map(({ to, name, service }) => [to, `${name} · ${service}`] as const)
  return html`<form method="get" action="${releasePath(project, release)}/uploads">
    ${lang !== null && html`<input type="hidden" name="lang" value="${lang}">`}
    ${labelled(say('board.uploadStore'), 'to', options, chosen?.to)}
    <button>${say('flip.look')}</button>
    </form>`
}

function uploadForm (
  view: View,
  say: Say,
  { project, release, source, given = {} }: UploadsView,
  { to, name, packages, track, percent, notes }: ChosenReceiver
): Html {
  if (packages.length === 0) return html`<p>${say('uploads.noPackage', { store: name })}</p>`
  return html`<form class="stack" method="post" action="${
    linkTo(view, `${releasePath(project, release)}/uploads`)
  }">
    ${formToken(view)}
    <input type="hidden" name="key" value="${source.key}">
    <input type="hidden" name="to" value="${to}">
    ${labelled(say('order.column.package'), 'row', packages.map(each => [each, each]), given.row)}
    ${sourceField(say, source)}
    ${
    track !== undefined && html`<p><label>${say('uploads.track')} <input name="track" value="${
      given.track ?? track
    }" maxlength="128" autocomplete="off"></label></p>`
  }
    ${percent !== undefined && percentField(say, given.percent ?? percent)}
    ${
    notes !== undefined && html`<p><label>${say('uploads.notes')}
    <textarea name="notes" rows="6" maxlength="20000">
${given.notes ?? notes}</textarea></label>
    <span class="dim small">${say('uploads.languages')}</span></p>`
  }
    <p><label>${
    given.again === 'yes'
      ? html`<input type="checkbox" name="again" value="yes" checked>`
      : html`<input type="checkbox" name="again" value="yes">`
  } ${say('option.uploadAgain')}</label></p>
    <p><button>${say('order.showPlan')}</button> <span class="dim small">${
    say('uploads.planFirst')
  }</span></p>
    </form>`
}

function percentField (say: Say, value: string): Html {
  return html`<p><label>${say('uploads.percent')} <input name="percent" value="${value}" type="number"
    min="0.01" max="100" step="0.01"></label></p>`
}

function rolloutForm (
  view: View,
  say: Say,
  { project, release, source, rollout, problem }: UploadsView,
  record: UploadRecord
): Html {
  const { store, target, row, percent } = record
  const isRefused = isGiven(rollout, record)
  const given: RolloutFields = isRefused ? { ...rollout } : { percent: String(percent ?? '') }
  const id = `rollout-${store}-${target}-${row.replaceAll('/', '-')}`
  const changes = ['percent', 'halt', 'resume'] as const
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${say('uploads.rollout', { store })} ${targetText(say, target)} ${row}</h2>
    ${isRefused && problemLine(problem)}
    <form class="stack" method="post" action="${
    linkTo(view, `${releasePath(project, release)}/store-rollout`)
  }">
    ${formToken(view)}
    <input type="hidden" name="key" value="${source.key} ${id}">
    <input type="hidden" name="workspace" value="${source.checkout}">
    <input type="hidden" name="store" value="${store}">
    <input type="hidden" name="target" value="${target}">
    <input type="hidden" name="row" value="${row}">
    ${
    labelled(
      say('uploads.change'),
      'change',
      changes.map(each => [each, say(`uploads.change.${each}`)]),
      given.change
    )
  }
    ${percentField(say, given.percent ?? '')}
    <p><label>${say('ui.why')} <input name="why" value="${given.why ?? ''}" maxlength="500"></label></p>
    <p><button>${say('uploads.doChange')}</button> <span class="dim small">${
    say('uploads.haltAtOnce')
  }</span></p>
    </form>
    </section>`
}

function isGiven (given: RolloutFields | undefined, { store, target, row }: UploadRecord): boolean {
  return given?.store === store && given.target === target && given.row === row
}
