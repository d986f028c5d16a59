import { readableSize } from '../messages/readable-size.js'
import type { AssetDifference, ReleaseDifference } from '../release/compare-releases.js'
import { html, type Html } from './html.js'
import type { Say } from './page.js'
import { downloadText, targetText } from './release-words.js'
import { digest, tableLine, wideTable } from './table-parts.js'

interface Line {
  what: string
  change: string
  before: string
  after: string
}

const shownLines = 300

/** What two releases hold differently. */
export function comparison (say: Say, difference: ReleaseDifference): Html {
  const { from, to, bytes } = difference
  const lines = linesOf(say, difference)
  const sizes = Object.entries(bytes).map(([name, size]) => [name, readableSize(size)] as const)
  return html`<section id="comparison" aria-labelledby="comparison-title">
    <h3 id="comparison-title">${say('board.comparison', { from, to })}</h3>
    <p>${say('release.bytes', Object.fromEntries(sizes))}</p>
    ${lines.length === 0 ? html`<p class="dim">${say('board.same')}</p>` : lineTable(say, lines)}
    ${
    lines.length > shownLines &&
    html`<p>${say('board.moreOf', { count: lines.length - shownLines })}</p>`
  }
    </section>`
}

function linesOf (
  say: Say,
  { commits, rows, assets, parameters, images, hotUpdates }: ReleaseDifference
): Line[] {
  const changed = say('board.change.changed')
  return [
    ...commits.map(({ repository, before, after }) => ({
      what: `${say('board.commit')} ${repository}`,
      change: changed,
      before: before ?? '–',
      after: after ?? '–'
    })),
    ...parameters.map(({ name, before, after }) => ({
      what: name,
      change: changed,
      before: String(before ?? '–'),
      after: String(after ?? '–')
    })),
    ...images.map(({ name, before, after }) => ({
      what: `${say('ui.proof.image')} ${name}`,
      change: changed,
      before: before?.slice(0, 19) ?? '–',
      after: after?.slice(0, 19) ?? '–'
    })),
    ...hotUpdates.map(({ target, before, after, bytes, bytesWithDeltas }) => ({
      what: `${say('release.column.hotUpdate')} ${targetText(say, target)}`,
      change: bytes === null ? changed : downloadText(say, { bytes, bytesWithDeltas }),
      before,
      after
    })),
    ...rows.flatMap(({ target, row, change, entries = [], ...sizes }) => {
      const what = `${targetText(say, target)} ${row}`
      if (change === 'same') return []
      return [
        sizeLine(say, { path: what, change, ...sizes }),
        ...entries.map(entry => sizeLine(say, { ...entry, path: `${what} · ${entry.path}` }))
      ]
    }),
    ...assets.map(asset => sizeLine(say, asset))
  ]
}

function sizeLine (say: Say, { path, change, bytesBefore, bytesAfter }: AssetDifference): Line {
  return {
    what: path,
    change: say(`board.change.${change}`),
    before: change === 'added' ? '–' : readableSize(bytesBefore),
    after: change === 'removed' ? '–' : readableSize(bytesAfter)
  }
}

function lineTable (say: Say, lines: readonly Line[]): Html {
  const heads = [say('board.what'), say('board.change'), say('board.before'), say('board.after')]
  return wideTable(
    heads,
    lines.slice(0, shownLines).map(({ what, change, before, after }) =>
      tableLine(heads, [digest(what), change, digest(before), digest(after)])
    )
  )
}
