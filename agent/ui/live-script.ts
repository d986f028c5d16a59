/**
 * Asks for the page again when the farm says that something changed, and puts in the parts that differ.
 * Without it the page is whole too.
 */
export const liveScript = `
const main = document.querySelector('main')
const status = document.querySelector('#live')
let isBusy = false
let isWanted = false
const parts = root => [...root.querySelectorAll('[data-live]')]
const ids = root => parts(root).map(part => part.id).join()
const isUsed = part => {
  const focus = document.activeElement
  return part.contains(focus) && focus !== document.body && focus.matches('input, button')
}
async function renew () {
  if (isBusy) { isWanted = true; return }
  isBusy = true
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    // A form that was refused stands under an address that only takes what is sent.
    if (!response.ok) return
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (ids(page) === ids(document)) parts(page).forEach(renewPart)
    else main.replaceChildren(...document.adoptNode(page.querySelector('main')).childNodes)
  } finally {
    isBusy = false
    showTimes()
    if (isWanted) { isWanted = false; renew() }
  }
}
function renewPart (fresh) {
  const old = document.getElementById(fresh.id)
  if (old === null || old.isEqualNode(fresh) || isUsed(old)) return
  const states = [...old.querySelectorAll('[data-state]')].map(row => [row.id, row.dataset.state])
  old.replaceWith(document.adoptNode(fresh))
  for (const [id, state] of states) {
    const row = document.getElementById(id)
    if (row !== null && row.dataset.state !== state) row.classList.add('changed')
  }
}
const language = document.documentElement.lang
const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
const units = [['day', 86400, 129600], ['hour', 3600, 5400], ['minute', 60, 90], ['second', 1, 0]]
function showTimes () {
  for (const each of document.querySelectorAll('time[datetime]')) {
    const at = new Date(each.dateTime)
    const seconds = Math.max(0, Math.round((Date.now() - at) / 1000))
    const [unit, length] = units.find(([, , from]) => seconds >= from)
    const text = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
      .format(Math.round(seconds / length)).replace(/(\\d)(?=\\p{Script=Han})/u, '$1 ')
    if (each.textContent !== text) each.textContent = text
    each.title = exact.format(at)
  }
}
showTimes()
setInterval(showTimes, 15000)
for (const form of document.querySelectorAll('form.filter')) {
  form.addEventListener('change', () => { form.requestSubmit() })
}
for (const slider of document.querySelectorAll('input[data-mirrors]')) {
  const number = document.getElementById(slider.dataset.mirrors)
  slider.hidden = false
  slider.addEventListener('input', () => { number.value = slider.value })
  number.addEventListener('input', () => { slider.value = number.value })
}
for (const form of document.querySelectorAll('form[data-check]')) {
  let wait
  const said = form.querySelector('.checked')
  form.addEventListener('input', () => {
    clearTimeout(wait)
    wait = setTimeout(async () => {
      const body = new URLSearchParams(new FormData(form))
      const response = await fetch(form.dataset.check + location.search, { method: 'POST', body })
      if (!response.ok) return
      const { fits, text } = await response.json()
      said.className = fits ? 'checked ok' : 'checked fail notes'
      said.textContent = text
    }, 300)
  })
}
const documentOf = html => new DOMParser().parseFromString(html, 'text/html')
function patch ({ parts, rows, order }) {
  for (const html of Object.values(parts)) {
    renewPart(documentOf(html).body.firstElementChild)
  }
  const table = document.querySelector('#machines tbody')
  for (const [id, html] of table === null ? [] : Object.entries(rows)) {
    const fresh = document.adoptNode(documentOf('<table><tbody>' + html).querySelector('tr'))
    const old = document.getElementById(id)
    if (old === null) { table.append(fresh); continue }
    if (old.dataset.state !== fresh.dataset.state) fresh.classList.add('changed')
    old.replaceWith(fresh)
  }
  const inOrder = order?.map(id => document.getElementById(id)).filter(Boolean)
  if (inOrder !== undefined) table?.replaceChildren(...inOrder)
  showTimes()
}
const source = (main.querySelector('[data-events]') ?? main).dataset.events
// Whoever may not see the farm is told of nothing.
const events = source === undefined ? new EventTarget() : new EventSource(source)
events.addEventListener('patch', event => { patch(JSON.parse(event.data)) })
events.addEventListener('open', () => { status.hidden = false; renew() })
events.addEventListener('change', renew)
events.addEventListener('error', () => { status.hidden = true })
`
