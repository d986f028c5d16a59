// Asks an agent as fast as 32 kept connections can, one request at a time on each: http-load.mjs ADDRESS
// MILLISECONDS
import { connect } from 'node:net'

const [address, durationMs] = process.argv.slice(2)
const { hostname, port } = new URL(address)
const requests = Array.from({ length: 64 }, (_, index) => {
  const body = JSON.stringify({
    project: 'dk',
    context: {
      appId: 'com.example.dk',
      platform: index % 2 ? 'ios' : 'android',
      channel: 'store',
      version: index % 3 ? '1.0' : '1.1',
      build: 2,
      deviceId: `device-${index}`
    }
  })
  return Buffer.from(
    `POST /v1/resolve HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${
      Buffer.byteLength(body)
    }\r\n\r\n${body}`
  )
})
let answers = 0
let started = 0
let deadline = Infinity

async function keepAsking () {
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  let buffered = Buffer.alloc(0)
  socket.write(requests[0])
  for await (const chunk of socket) {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk])
    const end = buffered.indexOf('\r\n\r\n')
    if (end < 0) continue
    const head = buffered.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${head}\n${buffered.toString('utf8', end)}`)
    if (buffered.length < end + 4 + length) continue
    if (answers === 0 && buffered.indexOf('"target":"') < 0) {
      throw new Error(`no target: ${buffered.toString('utf8', end)}`)
    }
    buffered = buffered.subarray(end + 4 + length)
    const now = performance.now()
    if (now >= deadline) break
    if (now >= started) answers++
    socket.write(requests[answers % requests.length])
  }
  socket.destroy()
}

// The first second and a half warm the agent up.
started = performance.now() + 1500
deadline = started + Number(durationMs)
await Promise.all(Array.from({ length: 32 }, keepAsking))
process.stdout.write(JSON.stringify({ perSecond: answers / Number(durationMs) * 1000, answers }))
