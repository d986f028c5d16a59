// An agent's alerts in a process of their own, to be killed. Reads one JSON command a line, and answers each
// once it is on disk.
import { createInterface } from 'node:readline'
import { OutboxStore } from '../outbox-store.js'
import type { Alert, Group } from '../alert.js'
import { Alerts } from '../alerts.js'
import { pagerDuty } from '../destination.js'

const [folder = '', url = ''] = process.argv.slice(2)
const store = await OutboxStore.open<Group>(folder, Date.now())
const alerts = await Alerts.open({
  store,
  destinations: [pagerDuty({ url, routingKey: 'key', project: 'test' })],
  project: 'test',
  groupBy: 'none',
  groupMs: 0,
  retryMs: [1, 20]
})
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const { raise, resolve } = JSON.parse(line) as { raise?: Alert, resolve?: Alert }
  if (raise !== undefined) await alerts.raise(raise)
  if (resolve !== undefined) await alerts.resolve(resolve)
  process.stdout.write('done\n')
}
await alerts.close()
await store.close()
