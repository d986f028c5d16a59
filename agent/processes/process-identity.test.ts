import t from 'tap'
import { isAlive, processIdentity } from './process-identity.js'

t.test("what ps tells of a process's begin is in UTC and English, whatever the caller's are", async t => {
  const { TZ, LC_ALL } = process.env
  t.teardown(() => {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
    if (LC_ALL === undefined) delete process.env.LC_ALL
    else process.env.LC_ALL = LC_ALL
  })
  Object.assign(process.env, { TZ: 'Asia/Shanghai', LC_ALL: 'zh_CN.UTF-8' })
  const [, number, began = ''] = /^(\d+) (.*)$/.exec(processIdentity(process.pid, 'darwin') ?? '') ?? []
  t.equal(Number(number), process.pid)
  t.match(began, /^\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}$/)
  const startedMs = Date.now() - process.uptime() * 1000
  t.ok(Math.abs(Date.parse(`${began} UTC`) - startedMs) < 10_000, began)
})

t.test('a number alone is not the process', async t => {
  t.equal(isAlive(processIdentity(process.pid)!), true)
  t.equal(isAlive(`${process.pid} 1`), false)
  t.equal(processIdentity(2 ** 22 + 1), undefined)
})
