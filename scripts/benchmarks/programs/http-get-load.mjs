// GET of one URL over eight connections with ten requests under way on each: http-get-load URL MS. Prints {
// perSecond }.
import { connect } from 'node:net'

const [url, ms] = process.argv.slice(2)
const { hostname, port, pathname } = new URL(url)
const request = Buffer.from(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`)
const ahead = 10
let answers = 0
let isOver = false
const started = performance.now()
setTimeout(() => {
  isOver = true
}, Number(ms))

await Promise.all(Array.from({ length: 8 }, async () =>
  await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(Buffer.concat(Array(ahead).fill(request)))
    })
    socket.on('error', reject)
    socket.on('close', resolve)
    socket.on('data', data => {
      let count = 0
      for (let at = data.indexOf('HTTP/1.1 '); at >= 0; at = data.indexOf('HTTP/1.1 ', at + 9)) {
        if (data.toString('latin1', at + 9, at + 12) !== '200') return reject(new Error(data.toString()))
        count++
      }
      answers += count
      if (isOver) socket.destroy()
      else socket.write(Buffer.concat(Array(count).fill(request)))
    })
  })))
console.log(JSON.stringify({ perSecond: answers / (performance.now() - started) * 1000 }))
