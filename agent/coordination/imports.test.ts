import t from 'tap'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('../../', import.meta.url))
// A benchmark compares the session with the bare client, and a test makes the farm's nodes somebody else's.
const mayTalkToZooKeeper =
  /^agent\/coordination\/|^scripts\/bench|^agent\/cli\/licence\/licence-farm\.test\.ts$/

t.test('nothing but the coordination folder talks to ZooKeeper', async t => {
  const files = ['agent', 'scripts', 'test'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`)
  )
  const importing = files.filter(file =>
    /\.(ts|mjs|js)$/.test(file) &&
    !file.includes('/node_modules/') &&
    /from '(node-zookeeper-client|zookeeper)[/']|import\('(node-zookeeper-client|zookeeper)/.test(
      readFileSync(join(root, file), 'utf8')
    )
  )

  t.ok(importing.includes('agent/coordination/connection.ts'), 'the search finds what is there')
  t.same(importing.filter(file => !mayTalkToZooKeeper.test(file)), [])
})
