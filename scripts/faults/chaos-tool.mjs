// Stands in for a licensed tool: writes a heartbeat every 25 ms, on the clock that all processes of this
// machine share.
import { appendFileSync } from 'node:fs'

const [file, device, job, durationMs, seat, epoch] = process.argv.slice(2)
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000
const started = now()
const beat = () => {
  appendFileSync(
    file,
    `${
      JSON.stringify({ device, job, pid: process.pid, at: now(), seat: Number(seat), epoch: Number(epoch) })
    }\n`
  )
  if (now() - started >= Number(durationMs)) process.exit(0)
}
beat()
setInterval(beat, 25)
