import type { Content } from '../release/target-content.js'
import { html, type Html } from './html.js'
import type { Say } from './page.js'
import { stateText, targetText } from './release-words.js'
import { tableLine, wideTable } from './table-parts.js'

interface Plan {
  before: Readonly<Record<string, Content>>
  after: Readonly<Record<string, Content>>
}

/** What targets hold before a change and after it. */
export function contentTable (say: Say, plan: Plan | null): Html {
  if (plan === null) return html`<p class="dim">–</p>`
  const heads = [
    say('release.column.target'),
    say('board.before'),
    say('board.after'),
    say('release.column.hotUpdate')
  ]
  return wideTable(
    heads,
    Object.entries(plan.after).map(([target, after]) => {
      const before = plan.before[target]
      return tableLine(heads, [
        targetText(say, target),
        held(say, before),
        html`<b>${held(say, after)}</b>`,
        `${before?.hotUpdate ?? '–'} → ${after.hotUpdate ?? '–'}`
      ])
    })
  )
}

function held (say: Say, content: Content | undefined): string {
  const release = content?.release
  return release === null || release === undefined
    ? '–'
    : `${release.version}-${release.build} ${stateText(say, release.state)}`
}
