import { encode } from 'uqr'
import { html, type Html } from './html.js'

/** A text as a QR code that is drawn here: nobody else learns of it. */
export function qrCode (text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.map((row, y) => rowPath(row, y)).join('')
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}"
    shape-rendering="crispEdges"><path d="${path}"/></svg>`
}

/** What is dark in a row, a rectangle for what lies together. */
function rowPath (row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    const from = x
    while (row[x] === true) x++
    if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`
  }
  return path
}
