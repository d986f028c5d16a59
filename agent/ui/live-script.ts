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
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (ids(page) === ids(document)) parts(page).forEach(renewPart)
    else main.replaceChildren(...document.adoptNode(page.querySelector('main')).childNodes)
  } finally {
    isBusy = false
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
const events = new EventSource('/v1/farm/events')
events.addEventListener('open', () => { status.hidden = false; renew() })
events.addEventListener('change', renew)
events.addEventListener('error', () => { status.hidden = true })
`
