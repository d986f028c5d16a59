// Stands in for a licensed tool: writes a heartbeat every 25 ms, on the clock that all processes of this
// machine share. As `detached` it is a process in a session of its own, that the tool only waits for, as a step
// of Jenkins is; `unmarked` takes the lease's marker away from it.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'

const [file, device, job, durationMs, seat, epoch, form, marking] = process.argv.slice(2)
if (form === 'detached') {
  const { PACKLINE_LEASE: marker, ...environment } = process.env
  const body = spawn(process.execPath, process.argv.slice(1, 8), {
    detached: true,
    stdio: 'ignore',
    env: marking === 'unmarked' ? environment : { ...environment, PACKLINE_LEASE: marker }
  })
  const [code] = await once(body, 'exit')
  process.exit(code ?? 1)
}
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000
const started = now()
// A process number tells nothing: in a container it is 1.
const run = randomUUID()
const beat = () => {
  appendFileSync(
    file,
    `${JSON.stringify({ device, job, run, at: now(), seat: Number(seat), epoch: Number(epoch) })}\n`
  )
  if (now() - started >= Number(durationMs)) process.exit(0)
}
beat()
setInterval(beat, 25)
