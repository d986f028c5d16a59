import { worded } from '../messages/message.js'
import { wayName } from '../messages/recorded-words.js'
import { readableSize } from '../messages/readable-size.js'
import { releaseKey } from '../release/registry-model.js'
import type { PackageRow, Release } from '../release/registry-model.js'
import type { ReleaseDetails } from '../release/release-details.js'
import { changelogPart, type ChangelogEdit } from './changelog-part.js'
import { comparison } from './comparison.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import {
  deeds,
  linkTo,
  projectPath,
  releasePath,
  stateText,
  targetText,
  type MayUndo
} from './release-words.js'
import { uploadTable } from './upload-table.js'
import { headings, nothing, tableLine, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

/** What whoever looks may do next with a release, each on a page of its own. */
export type ReleaseStep = 'submit' | 'publish' | 'uploads'

/** One release: where it stands, its packages, what else it is compared with, and its history. */
export function releasePage (
  view: View,
  shown: ReleaseDetails,
  { edit, mayUndo, steps = [] }: {
    edit?: ChangelogEdit | undefined
    mayUndo?: MayUndo | undefined
    steps?: readonly ReleaseStep[]
  } = {}
): string {
  const say = sayIn(view.locale)
  const { project, release, rows, difference, history } = shown
  const mayEdit = edit !== undefined
  const { notes, createdAt, createdBy } = release
  return page(
    view,
    `${project} ${releaseKey(release)}`,
    html`
      <h1>${releaseKey(release)}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <span class="dim">${say('board.begun', { by: createdBy })} · ${
      moment(view.locale, createdAt, view.nowMs)
    }</span>
      <a href="${linkTo(view, `${projectPath(project)}/orders`, { version: release.version })}">${
      say('board.packageAgain', { version: release.version })
    }</a>
      ${
      steps.map(step =>
        html`
      <a href="${linkTo(view, `${releasePath(project, releaseKey(release))}/${step}`)}">${
          say(`release.step.${step}`)
        }</a>`
      )
    }</p>
      <h2>${say('release.column.notes')}</h2>
      ${notes === '' ? html`<p class="dim">${say('board.noNotes')}</p>` : html`<p class="notes">${notes}</p>`}
      ${
      mayEdit &&
      html`<p><a href="${linkTo(view, `${releasePath(project, releaseKey(release))}/notes`)}">${
        say('notes.edit')
      }</a></p>`
    }
      <h2>${say('board.changelog')}</h2>
      ${changelogPart(view, say, shown, edit)}
      <h2>${say('board.targets')}</h2>
      ${targetTable(view, say, release)}
      ${
      rows.filter(each => each.rows.length > 0).map(each =>
        packageTable(view, say, each, mayEdit ? packagesPath(project, release) : undefined)
      )
    }
      ${uploadTable(view, say, shown.uploads)}
      ${valueTable(say, say('board.parameters'), Object.entries(release.parameters))}
      ${valueTable(say, say('board.madeOf'), madeOf(say, release))}
      <h2>${say('board.compareWith')}</h2>
      ${compareForm(view, say, shown)}
      ${difference === undefined ? '' : comparison(say, difference)}
      <h2>${say('board.history')}</h2>
      ${deeds(view, say, history, mayUndo)}`
  )
}

function targetTable (view: View, say: Say, { targets }: Release): Html {
  const all = Object.entries(targets)
  if (all.length === 0) return nothing(say)
  const heads = [
    say('release.column.target'),
    say('board.state'),
    say('board.since'),
    say('release.column.packages'),
    say('release.column.size'),
    say('release.column.hotUpdate')
  ]
  return wideTable(
    heads,
    all.map(([id, { state, since, by, rows, sizeBytes, hotUpdate }]) =>
      tableLine(heads, [
        targetText(say, id),
        stateText(say, state),
        html`<span>${moment(view.locale, since, view.nowMs)} · ${by}</span>`,
        rows,
        readableSize(sizeBytes),
        hotUpdate?.version ?? '–'
      ])
    )
  )
}

/** Where packages are downloaded by their digests. */
function packagesPath (project: string, release: Release): string {
  return `/v1${releasePath(project, releaseKey(release))}/packages`
}

function packageTable (
  view: View,
  say: Say,
  { target, rows }: ReleaseDetails['rows'][number],
  downloads: string | undefined
): Html {
  const heads = [
    say('release.column.platform'),
    say('release.column.channel'),
    say('release.column.pairing'),
    say('release.column.method'),
    say('order.column.why'),
    say('release.column.signature'),
    say('release.column.size'),
    say('release.column.files')
  ]
  return html`<h2>${say('board.packagesOf', { target: targetText(say, target) })}</h2>
    ${wideTable(heads, rows.map(row => packageLine(view, heads, row, downloads)))}`
}

function packageLine (
  { locale }: View,
  heads: readonly string[],
  row: PackageRow,
  downloads: string | undefined
): Html {
  const say = sayIn(locale)
  const { platform, channel, pairing, method, why = [], signature, artifacts } = row
  const sizeBytes = artifacts.reduce((sum, each) => sum + each.sizeBytes, 0)
  const reasons = why.map(each => worded(locale, each)).join(locale === 'zh-CN' ? '；' : '; ')
  const files = artifacts.map(({ name, sha256 }) =>
    html`<li>${
      downloads === undefined || row.isFolder === true
        ? html`${name}`
        : html`<a href="${downloads}/${sha256}" download>${name}</a>
    <a href="${downloads.replace(/^\/v1/, '')}/${sha256}" aria-label="${say('install.linkOf', { name })}">${
          say('install.link')
        }</a>`
    } <code class="digest small">${sha256}</code></li>`
  )
  return tableLine(heads, [
    platform,
    channel,
    pairing,
    wayName(locale, method),
    reasons,
    say(`signature.${signature}`),
    readableSize(sizeBytes),
    html`<ul class="plain">
    ${files}
    </ul>`
  ])
}

function madeOf (
  say: Say,
  { images = {}, rebuild: { commits, tools, baselines, command } }: Release
): Array<[string, string]> {
  const commit = say('board.commit')
  return [
    ...Object.entries(commits).map(([name, hash]): [string, string] => [`${commit} ${name}`, hash]),
    ...Object.entries(images).map(([name, { repository, digest }]): [string, string] => [
      `${say('ui.proof.image')} ${name}`,
      `${repository}@${digest}`
    ]),
    ...Object.entries(tools),
    ...Object.entries(baselines),
    ['$', command.join(' ')]
  ]
}

function valueTable (say: Say, title: string, values: ReadonlyArray<readonly [string, unknown]>): Html {
  if (values.length === 0) return html``
  return html`<h2>${title}</h2>
    <table>
    <thead>
    <tr>
    ${headings([say('release.column.name'), say('release.column.value')])}
    </tr>
    </thead>
    <tbody>
    ${
    values.map(([name, value]) =>
      html`
    <tr>
    <th scope="row">${name}</th>
    <td class="digest">${String(value)}</td>
    </tr>`
    )
  }
    </tbody>
    </table>`
}

/** Without JavaScript too: what is chosen becomes the page's address. */
function compareForm ({ search }: View, say: Say, details: ReleaseDetails): Html {
  const { project, release, others, other } = details
  if (others.length === 0) return nothing(say)
  const lang = new URLSearchParams(search).get('lang')
  return html`<form method="get" action="${releasePath(project, releaseKey(release))}">
    ${lang === null ? '' : html`<input type="hidden" name="lang" value="${lang}">`}
    <label>${say('board.compareWith')} <select name="with">
    ${
    others.map(name =>
      name === other
        ? html`<option value="${name}" selected>${name}</option>`
        : html`<option value="${name}">${name}</option>`
    )
  }
    </select></label>
    <button>${say('board.compare')}</button>
    </form>`
}
