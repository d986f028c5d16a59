// Kills the process groups of tools when the agent that started them dies, is paused past its validity, or
// says so, and with them whatever bears the marker of their lease. It reads lines: "watch PGID", "forget PGID",
// "mark {…}" (a lease mark), "sweep MARKER [over]", "until MS" (monotonic, of this machine), "ping N".
// Start-up time counts: no imports before a mark is known.
const groups = new Set()
const marks = new Map()
const sweeps = new Map()
let validUntil = Infinity
let wallOffset = Date.now() - now()
let buffered = ''

function now () {
  return Number(process.hrtime.bigint() / 1000n) / 1000
}

function kill (group) {
  try {
    process.kill(-group, 'SIGKILL')
    return true
  } catch (error) {
    // EPERM: macOS says so when only zombies are left.
    return error.code !== 'ESRCH' && error.code !== 'EPERM'
  }
}

/** One at a time for each lease; `left` names what could not be killed. */
async function sweepMark (marker, isOver) {
  const mark = marks.get(marker)
  if (mark === undefined) return
  const running = sweeps.get(marker) ?? import('./lease-sweep.mjs').then(({ sweep }) => sweep(mark, isOver))
  sweeps.set(marker, running)
  const left = await running.catch(error => [error.message])
  sweeps.delete(marker)
  marks.delete(marker)
  say(`swept ${JSON.stringify({ marker, left })}`)
}

function killAll (reason) {
  for (const group of groups) {
    kill(group)
    say(`killed ${group} ${reason}`)
  }
  for (const marker of marks.keys()) sweepMark(marker, false)
}

function say (line) {
  // The agent may be gone or paused; nothing here depends on its reading.
  process.stdout.write(`${line}\n`)
}

function obey (line) {
  const [verb, argument, word] = line.split(' ')
  const number = Number(argument)
  if (verb === 'watch') {
    groups.add(number)
    if (now() < validUntil) say(`watching ${number}`)
    else check()
  } else if (verb === 'forget') groups.delete(number)
  else if (verb === 'mark') {
    const mark = JSON.parse(line.slice(5))
    marks.set(mark.marker, mark)
    // Now, since its file may be replaced before it is needed.
    import('./lease-sweep.mjs').catch(() => {})
  } else if (verb === 'sweep') sweepMark(argument, word === 'over')
  else if (verb === 'until') validUntil = number
  else if (verb === 'ping') say(`pong ${argument}`)
}

function check () {
  const offset = Date.now() - now()
  // The machine slept, or somebody set its clock: the seat may be another's by now. A machine alone
  // (Infinity) has no such worry.
  const hasJumped = Math.abs(offset - wallOffset) > 1000
  wallOffset = offset
  if (validUntil === Infinity || groups.size + marks.size === 0) return
  if (hasJumped) killAll('clock-jump')
  else if (now() >= validUntil) killAll('expired')
}

/**
 * After the agent's end the tools have to be dead before the locks that this process inherited are given up.
 */
function end () {
  const swept = Promise.all([...marks.keys()].map(marker => sweepMark(marker, false)))
  const deadline = now() + 5000
  const again = () => {
    for (const group of groups) if (!kill(group)) groups.delete(group)
    if (groups.size === 0 || now() > deadline) swept.finally(() => process.exit(0))
    else setTimeout(again, 5)
  }
  again()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {})
process.stdout.on('error', () => {})
process.stdin.on('error', end)
process.stdin.on('end', end)
process.stdin.on('data', chunk => {
  const lines = (buffered + chunk).split('\n')
  buffered = lines.pop()
  for (const line of lines) obey(line)
})
setInterval(check, 50)
say('ready')
