import { html, type Html } from './html.js'
import type { Say } from './page.js'
import { joinedSentences } from '../messages/joined-sentences.js'

/** Where the bytes come from that are sent somewhere. */
export interface SendSource {
  /** Sent twice, it is ordered once. */
  key: string
  checkouts: readonly string[]
  checkout: string
  /** Whether the project keeps its packages in a store of its own. */
  isKept: boolean
  files: string | undefined
}

export function labelled (
  label: string,
  name: string,
  options: ReadonlyArray<readonly [value: string, text: string]>,
  chosen: string | undefined
): Html {
  const shown = options.map(([value, text]) =>
    value === chosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`
  )
  return html`<p><label>${label} <select name="${name}">${shown}</select></label></p>`
}

export function sourceField (say: Say, { checkouts, checkout, isKept, files }: SendSource): Html {
  const sources = [
    ...isKept ? [['kept', say('send.kept')]] as const : [],
    ['checkout', say('send.checkout')] as const
  ]
  return html`${labelled(say('send.from'), 'files', sources, files)}
    ${
    checkouts.length > 1
      ? labelled(say('order.checkout'), 'workspace', checkouts.map(each => [each, each]), checkout)
      : html`<input type="hidden" name="workspace" value="${checkout}">`
  }`
}

export function problemLine (
  problem: { message: string, hint?: string | undefined } | undefined
): Html | undefined {
  return problem && html`<p class="note" role="alert">${joinedSentences([problem.message, problem.hint])}</p>`
}
