import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../test/support/processes.js'
import { stagingAgent } from '../../test/support/staging-agent.js'
import type { AgentContext } from '../part.js'
import { stagingPart } from './staging-part.js'

/**
 * What kubectl 1.34 answers to a sweep, with the namespaces as files. A namespace that is deleted stays, with
 * a time and another version, until its content is gone; `Preconditions` that do not hold are a conflict
 * (kubernetes: pkg/registry/core/namespace/storage/storage.go, Delete). Of two at once one makes the folder.
 */
const kubectl = (state: string): string =>
  `#!/bin/sh
cd ${state}
echo "$1 $2" >> calls
said () { echo "$1" >&2; exit 1; }
[ -e down ] && said 'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?'
case "$1" in
get)
  printf '{"items":['
  for file in *.json; do [ -e "$file" ] && printf '%s' "$comma" && cat "$file" && comma=,; done
  printf ']}'
  for file in then/*; do [ -e "$file" ] && mv "$file" .; done
  exit 0;;
create) cat clock;;
delete)
  name=\${2##*/}
  wanted=$(sed -n 's/.*"resourceVersion":"\\([0-9]*\\)".*/\\1/p')
  [ -e "$name.json" ] || said "Error from server (NotFound): namespaces \\"$name\\" not found"
  [ -e "$name.webhook" ] && said 'Error from server (InternalError): Internal error occurred: failed calling webhook "x"'
  [ -z "$wanted" ] || grep -q "\\"resourceVersion\\":\\"$wanted\\"" "$name.json" && mkdir "$name.$wanted" 2>/dev/null ||
    said "Error from server (Conflict): Operation cannot be fulfilled on namespaces \\"$name\\": Precondition failed"
  sed "s/\\"resourceVersion\\":\\"[0-9]*\\"/\\"resourceVersion\\":\\"9$wanted\\",\\"deletionTimestamp\\":\\"$(cat clock)\\"/" \\
    "$name.json" > "$name.new" && mv "$name.new" "$name.json"
  echo '{}';;
*) said "error: unknown command \\"$1\\"";;
esac
`

function clusterHere (folder: string) {
  const state = join(folder, 'state')
  mkdirSync(join(state, 'then'), { recursive: true })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/kubectl'), kubectl(state), { mode: 0o755 })
  const put = (file: string, text = ''): void => {
    writeFileSync(join(state, file), text)
  }
  put('clock', '2026-11-30T12:00:00Z')
  put('calls')
  const environment = (name: string, expires: string, resourceVersion = '1'): string => {
    const annotations = Object.entries({ project: 'services', name, owner: 'ann', expires })
    return JSON.stringify({
      metadata: {
        name: `staging-services--${name}`,
        uid: name,
        resourceVersion,
        creationTimestamp: '2026-11-29T12:00:00Z',
        labels: { 'packline/kind': 'staging' },
        annotations: Object.fromEntries(annotations.map(([key, value]) => [`packline/${key}`, value]))
      }
    })
  }
  return {
    put,
    take: (file: string) => rmSync(join(state, file)),
    make: (name: string, expires: string, place = '', version = '1') =>
      put(`${place}staging-services--${name}.json`, environment(name, expires, version)),
    isEnding: (name: string) =>
      readFileSync(join(state, `staging-services--${name}.json`), 'utf8').includes('deletionTimestamp'),
    calls: (what: string) =>
      readFileSync(join(state, 'calls'), 'utf8').split('\n').filter(line => line.startsWith(what)).length,
    agent: (device: string) => stagingAgent(folder, device, {}, `${join(folder, 'bin')}:${process.env.PATH}`)
  }
}

const past = '2026-11-30T11:00:00Z'
const future = '2026-11-30T13:00:00Z'

t.test('agents end what is over by the clock of the cluster, each once, and leave the rest', async t => {
  const folder = t.testdir()
  const { make, isEnding, calls, agent } = clusterHere(folder)
  for (const name of ['a', 'b', 'c']) make(name, past)
  make('lives', future)
  make('extended', past)
  make('extended', future, 'then/', '2')
  const agents = [agent('linux-01'), agent('linux-02')]
  const parts = await Promise.all(agents.map(async ({ start }) => await start()))
  t.teardown(async () => {
    for (const part of parts) await part.close?.()
  })
  await until('all are ended', () => ['a', 'b', 'c'].every(isEnding))
  // Both have looked again since.
  const soFar = calls('create')
  await until('both look again', () => calls('create') >= soFar + 4)
  t.notOk(isEnding('lives'))
  t.notOk(isEnding('extended'), 'one that was extended after it was listed stays')
  const ended = agents.flatMap(({ audit }) => audit())
  t.strictSame(
    ended.map(({ details }) => details.namespace).sort(),
    ['a', 'b', 'c'].map(name => `staging-services--${name}`),
    'each is one agent’s doing'
  )
  t.match(ended[0], {
    action: 'staging sweep',
    by: 'packline',
    details: { owner: 'ann', expiresAt: /11:00/ }
  })
  t.strictSame(agents.flatMap(({ told }) => told.filter(({ level }) => level !== 'info')), [])
})

t.test('what cannot be removed is tried again, and what stands against a cluster is told once', async t => {
  const folder = t.testdir()
  const { put, take, make, isEnding, calls, agent } = clusterHere(folder)
  make('stuck', past)
  make('other', past)
  put('staging-services--stuck.webhook')
  const { start, told, warnings, record, audit } = agent('linux-01')
  const part = await start()
  t.teardown(async () => await part.close?.())
  await until(
    'it is tried again',
    () => calls('delete --raw=/api/v1/namespaces/staging-services--stuck') >= 3
  )
  t.ok(isEnding('other'), 'others are removed all the same')
  t.match(warnings(), [{ problems: [/staging-services--stuck could not be removed: .*webhook "x"/] }])
  t.equal(warnings().length, 1)
  t.match(await record(), { failed: { problems: [/could not be removed/] } })
  take('staging-services--stuck.webhook')
  await until(
    'it is ended and told',
    () => isEnding('stuck') && told.at(-1)?.message.startsWith('nothing stands') === true
  )
  t.match(audit().map(({ details }) => details.namespace), [/other/, /stuck/])

  put('clock', '2026-11-30T12:31:00Z')
  await until('what does not end is told', () => warnings().length === 2)
  t.match(warnings()[1]?.problems, [/other has been ending since 2026-11-30T12:00/, /stuck has been ending/])
  put('down')
  await until('a cluster that is down is told', () => warnings().length === 3)
  const soFar = calls('get')
  put('clock', '2026-11-30T12:45:00Z')
  await until('it is asked again', () => calls('get') >= soFar + 2)
  t.match(warnings()[2]?.problems, [/studio is not reached: .*refused/])
  t.equal(warnings().length, 3, 'told once, not at every look')
  for (const name of ['stuck', 'other']) take(`staging-services--${name}.json`)
  take('down')
  await until('all is well', async () => (await record()).failed === undefined)
  t.match(told.at(-1), { level: 'info', message: /^nothing stands against a staging cluster any more/ })
})

t.test('a sweep that cannot be recorded is told, and the agent ends while one is under way', async t => {
  const folder = t.testdir()
  const { make, agent } = clusterHere(folder)
  make('a', past)
  appendFileSync(join(folder, 'linux-01'), 'a file where the folder would be')
  const { start, told } = agent('linux-01')
  const part = await start()
  await until('it is told', () => told.length > 0)
  await part.close?.()
  t.match(told, [{ level: 'error', message: 'a sweep of staging failed' }])
  const nothing = { config: { staging: {} } } as unknown as AgentContext
  t.strictSame(await stagingPart(nothing), { name: 'staging' })
})
