import type { Grade } from '../health/check.js'
import { html, type Html } from './html.js'
import type { Say } from './page.js'

/** A grade as a word in its colour. */
export function gradeBadge (say: Say, grade: Grade, text = say(`grade.${grade}`)): Html {
  return html`<span class="grade ${grade}">${text}</span>`
}
