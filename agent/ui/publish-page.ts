import { html, type Html } from './html.js'
import { formToken, sayIn, type Say, type View } from './page.js'
import { releaseStepPage } from './release-step-page.js'
import { linkTo, releasePath, targetText } from './release-words.js'
import { labelled, problemLine, sourceField, type SendSource } from './send-fields.js'

export interface PublishView {
  project: string
  /** VERSION-BUILD. */
  release: string
  targets: readonly string[]
  /** Where was published to before: a new place is said on a machine that reaches it. */
  places: readonly string[]
  source: SendSource
  /** What may be published of the release. */
  whats: readonly PublishWhat[]
  given: { target?: string | undefined, place?: string | undefined, what?: string | undefined }
  mayRelease: boolean
  problem?: { message: string, hint?: string | undefined }
}

export const publishWhats = ['packages', 'hotUpdate', 'both'] as const
export type PublishWhat = typeof publishWhats[number]

/** A package set or a hot update goes to a place; players see no difference. The plan comes first. */
export function publishPage (view: View, shown: PublishView): string {
  const say = sayIn(view.locale)
  const { release, problem, places, targets } = shown
  const title = say('publish.title', { release })
  return releaseStepPage(
    view,
    shown,
    title,
    html`
      ${problemLine(problem)}
      <p class="dim">${say('publish.intro')}</p>
      ${
      targets.length === 0
        ? html`<p>${say('submit.nowhere')}</p>`
        : places.length === 0
        ? html`<p>${say('publish.noPlace')}</p>`
        : shown.mayRelease
        ? form(view, say, shown)
        : html`<p class="note">${say('publish.mayNot')}</p>`
    }`
  )
}

function form (
  view: View,
  say: Say,
  { project, release, targets, places, whats, source, given }: PublishView
): Html {
  return html`<form class="stack" method="post" action="${
    linkTo(view, `${releasePath(project, release)}/publish`)
  }">
    ${formToken(view)}
    <input type="hidden" name="key" value="${source.key}">
    ${
    labelled(
      say('release.column.target'),
      'target',
      targets.map(id => [id, targetText(say, id)]),
      given.target
    )
  }
    ${labelled(say('publish.place'), 'place', places.map(place => [place, place]), given.place)}
    ${
    labelled(say('publish.what'), 'what', whats.map(what => [what, say(`publish.what.${what}`)]), given.what)
  }
    ${sourceField(say, source)}
    <p><button>${say('order.showPlan')}</button> <span class="dim small">${
    say('publish.planFirst')
  }</span></p>
    </form>`
}
