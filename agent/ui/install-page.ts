import { basename } from 'node:path'
import { readableSize } from '../messages/readable-size.js'
import { releaseKey } from '../release/registry-model.js'
import type { FoundPackage, OtherBuild } from '../release/find-package.js'
import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { qrCode } from './qr-code.js'
import { linkTo, projectPath, releasePath, targetText } from './release-words.js'
import { tableLine, wideTable } from './table-parts.js'
import { moment, time } from './time-words.js'

/** Who may install an IPA, as its page says it. */
export interface ShownProfile {
  kind: 'app-store' | 'ad-hoc' | 'development' | 'enterprise'
  name: string
  expires: string
  devices?: readonly string[]
}

export interface InstallView {
  project: string
  found: FoundPackage
  builds: readonly OtherBuild[]
  /** Where the bytes are loaded. */
  download: string
  /** Of an IPA: its profile, none where it has none, unread where the file lies on no machine of ours. */
  profile: ShownProfile | 'none' | 'unread' | undefined
  /** Opens the installer of an iPhone; undefined where that cannot work. */
  installer: string | undefined
  isSecure: boolean
  /** The address for phones. */
  address: string | undefined
  /** Without signing in: until when. */
  expiresAt: string | undefined
  /** For those who are signed in: what others got. */
  links?: ReadonlyArray<{ id: string, address: string, by: string, expiresAt: string }>
}

const days = [1, 7, 30]

/** One package for a phone: what it is, how it is installed, and what came before it. */
export function installPage (view: View, shown: InstallView): string {
  const say = sayIn(view.locale)
  const { project, found: { release, target, row }, address, expiresAt, links } = shown
  const title = `${project} ${releaseKey(release)}`
  const place = [row.platform, row.channel, row.pairing, targetText(say, target)].filter(each => each !== '')
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p>${place.join(' · ')}${
      links !== undefined &&
      html` · <a href="${linkTo(view, releasePath(project, releaseKey(release)))}">${releaseKey(release)}</a>`
    }</p>
      ${waysToInstall(view, say, shown)}
      ${address !== undefined && html`<p>${say('install.scan')}</p>${qrCode(address, say('install.qr'))}`}
      ${
      expiresAt !== undefined && html`<p class="dim">${say('install.until', { date: dateOf(expiresAt) })}</p>`
    }
      ${links !== undefined && linkList(view, say, shown, links)}
      ${textOf(say('release.column.notes'), release.notes)}
      ${textOf(say('board.changelog'), release.changelog ?? '')}
      ${facts(view, say, shown)}
      ${lastBuilds(view, say, shown)}`
  )
}

function waysToInstall (
  view: View,
  say: Say,
  { found: { artifact }, download, profile, installer, isSecure, links }: InstallView
): Html {
  const name = basename(artifact.name)
  const size = readableSize(artifact.sizeBytes)
  const load = say('install.download', { name, size })
  if (profile === undefined) return html`<p><a class="button install" href="${download}">${load}</a></p>`
  return html`
    ${
    installer !== undefined &&
    html`<p><a class="button install" href="${installer}">${say('install.install')}</a></p>`
  }
    ${profileNote(view, say, profile, links !== undefined)}
    ${!isSecure && html`<p class="note">${say('install.needsHttps')}</p>`}
    <p><a href="${download}">${load}</a></p>`
}

function profileNote (
  view: View,
  say: Say,
  profile: ShownProfile | 'none' | 'unread',
  isInside: boolean
): Html {
  if (profile === 'unread') return html`<p class="dim">${say('install.profile.unread')}</p>`
  if (profile === 'none') return html`<p class="note">${say('install.profile.none')}</p>`
  const { kind, name, expires, devices = [] } = profile
  const isOver = Date.parse(expires) <= view.nowMs
  const text = say(`install.profile.${kind}`, { name, count: devices.length })
  return html`<p class="${kind === 'app-store' ? 'note' : 'dim'}">${text}</p>
    ${isOver && html`<p class="note">${say('install.profile.over', { date: dateOf(expires) })}</p>`}
    ${
    isInside && devices.length > 0 && html`<details><summary>${say('install.devices')}</summary>
    <ul class="plain digest small">${devices.map(each => html`<li>${each}</li>`)}</ul></details>`
  }`
}

function linkList (
  view: View,
  say: Say,
  { project, found: { release, artifact } }: InstallView,
  links: NonNullable<InstallView['links']>
): Html {
  const path = `${releasePath(project, releaseKey(release))}/packages/${artifact.sha256}/links`
  return html`<h2>${say('install.links')}</h2>
    <p class="dim">${say('install.aboutLinks')}</p>
    <form method="post" action="${linkTo(view, path)}">
    ${formToken(view)}
    <label>${say('install.days')} <select name="days">
    ${
    days.map(each =>
      each === 7
        ? html`<option value="7" selected>7</option>`
        : html`<option value="${each}">${each}</option>`
    )
  }
    </select></label>
    <button>${say('install.make')}</button>
    </form>
    <ul>
    ${
    links.map(({ id, address, by, expiresAt }) =>
      html`<li><a class="digest" href="${address}">${address}</a>
    <span class="dim">${say('install.madeBy', { by, date: dateOf(expiresAt) })}</span>
    <form class="inline" method="post" action="${linkTo(view, `${path}/${id}/revoke`)}">${formToken(view)}
    <button class="danger" aria-label="${say('install.revokeOf', { by })}">${say('install.revoke')}</button>
    </form></li>`
    )
  }
    </ul>`
}

function textOf (title: string, text: string): Html {
  return text === '' ? html`` : html`<h2>${title}</h2><p class="notes">${text}</p>`
}

function facts (view: View, say: Say, { found: { release, row, artifact } }: InstallView): Html {
  const { application, signature } = row
  const commits = Object.entries(release.rebuild.commits).map(([name, hash]): [string, string] => [
    `${say('board.commit')} ${name}`,
    hash
  ])
  const all: Array<[string, Html | string]> = [
    [say('board.version'), `${release.version} (${release.build})`],
    ...application === undefined ? [] : [[application.type, application.id] as [string, string]],
    [say('release.column.size'), readableSize(artifact.sizeBytes)],
    [say('release.column.signature'), say(`signature.${signature}`)],
    [say('install.made'), moment(view.locale, release.createdAt, view.nowMs)],
    ...commits,
    ['sha256', artifact.sha256]
  ]
  return html`<h2>${say('board.madeOf')}</h2>
    <table>
    <tbody>
    ${all.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="digest">${value}</td></tr>`)}
    </tbody>
    </table>`
}

/** Whoever has a link sees what there is; to load another one takes a link of its own. */
function lastBuilds (view: View, say: Say, { project, found, builds, links }: InstallView): Html {
  const heads = [say('install.build'), say('install.made'), say('release.column.size')]
  return html`<h2>${say('install.builds')}</h2>
    ${
    wideTable(
      heads,
      builds.map(({ release, row: { artifacts } }) => {
        const [artifact] = artifacts
        const key = releaseKey(release)
        const isThis = key === releaseKey(found.release)
        const path = `${projectPath(project)}/releases/${
          encodeURIComponent(key)
        }/packages/${artifact?.sha256}`
        const name = isThis || links === undefined || artifact === undefined
          ? html`${key}`
          : html`<a href="${linkTo(view, path)}">${key}</a>`
        return tableLine(heads, [
          html`${name}${isThis && html` <span class="dim">${say('install.this')}</span>`}`,
          moment(view.locale, release.createdAt, view.nowMs),
          readableSize(artifact?.sizeBytes ?? 0)
        ])
      })
    )
  }`
}

function dateOf (at: string): string {
  return time(Date.parse(at))
}
