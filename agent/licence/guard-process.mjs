// Kills the process groups of tools when the agent that started them dies, is paused past its validity, or
// says so. It reads lines: "watch PGID", "forget PGID", "until MS" (monotonic, of this machine), "ping N".
// Start-up time counts: no imports.
const groups = new Set()
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

function killAll (reason) {
  for (const group of groups) {
    kill(group)
    say(`killed ${group} ${reason}`)
  }
}

function say (line) {
  // The agent may be gone or paused; nothing here depends on its reading.
  process.stdout.write(`${line}\n`)
}

function obey (line) {
  const [verb, argument] = line.split(' ')
  const number = Number(argument)
  if (verb === 'watch') {
    groups.add(number)
    if (now() < validUntil) say(`watching ${number}`)
    else check()
  } else if (verb === 'forget') groups.delete(number)
  else if (verb === 'until') validUntil = number
  else if (verb === 'ping') say(`pong ${argument}`)
}

function check () {
  const offset = Date.now() - now()
  // The machine slept, or somebody set its clock: the seat may be another's by now. A machine alone
  // (Infinity) has no such worry.
  const hasJumped = Math.abs(offset - wallOffset) > 1000
  wallOffset = offset
  if (validUntil === Infinity || groups.size === 0) return
  if (hasJumped) killAll('clock-jump')
  else if (now() >= validUntil) killAll('expired')
}

/**
 * After the agent's end the tools have to be dead before the locks that this process inherited are given up.
 */
function end () {
  const deadline = now() + 5000
  const again = () => {
    for (const group of groups) if (!kill(group)) groups.delete(group)
    if (groups.size === 0 || now() > deadline) process.exit(0)
    setTimeout(again, 5)
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
