import type { FarmRow } from '../farm/farm-row.js'
import { grades } from '../health/check.js'
import { rowSorts, rowStates, type FarmQuery } from './farm-query.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'

interface Choice {
  value: string
  text: string
}

/** What narrows the table of machines down: a form whose fields become the page's address. */
export function filterForm (
  { search }: View,
  say: Say,
  rows: readonly FarmRow[],
  { text, label, grade, state, version, sort }: FarmQuery
): Html {
  const lang = new URLSearchParams(search).get('lang')
  const all = { value: '', text: say('ui.filter.all') }
  const each = (values: Iterable<string>): Choice[] => [
    all,
    ...[...new Set(values)].filter(Boolean).sort().map(value => ({ value, text: value }))
  ]
  return html`<form class="filter" method="get" action="/" role="search" aria-label="${say('ui.filter')}">
    ${lang === null ? '' : html`<input type="hidden" name="lang" value="${lang}">`}
    <label>${say('ui.filter.text')} <input type="search" name="q" value="${text}" maxlength="100"></label>
    ${select(say('ui.column.labels'), 'label', label, each(rows.flatMap(row => row.labels)))}
    ${
    select(say('ui.column.grade'), 'grade', grade, [
      all,
      ...grades.map(value => ({ value, text: say(`grade.${value}`) }))
    ])
  }
    ${
    select(say('ui.column.state'), 'state', state, [
      all,
      ...rowStates.map(value => ({ value, text: say(`ui.filter.state.${value}`) }))
    ])
  }
    ${select(say('ui.filter.version'), 'version', version, each(rows.map(row => row.version)))}
    ${
    select(
      say('ui.filter.sort'),
      'sort',
      sort,
      rowSorts.map(value => ({
        value,
        text: say(`ui.filter.sort.${value}`)
      }))
    )
  }
    <button>${say('ui.filter.show')}</button>
    </form>`
}

function select (label: string, name: string, chosen: string | undefined, choices: readonly Choice[]): Html {
  return html`<label>${label} <select name="${name}">
    ${choices.map(({ value, text }) => option(value, text, value === (chosen ?? '')))}
    </select></label>`
}

function option (value: string, text: string, isChosen: boolean): Html {
  return isChosen
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`
}
