// Takes 5 s.
import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createPublicKey } from 'node:crypto'
import { verifyStamp } from '../agent/packaging/config-signature.js'
import { murmur3 } from '../agent/release/murmur3.js'
import { createResolver } from '../agent/release/resolver.js'
import { bucketOf } from '../agent/release/rollout.js'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const folder = join(root, 'resources/release/vectors')
const java = join(root, 'resources/release/java/packline/release')
const files = readdirSync(folder).map(name => join(folder, name))
const sets = files.map(file => JSON.parse(readFileSync(file, 'utf8')))

async function whyNoJava (): Promise<string | undefined> {
  return await run('javac', ['-version']).then(
    () => undefined,
    () => 'a JDK 11 or newer is needed (Debian: default-jdk-headless)'
  )
}

t.test('there are enough vectors, and many of them by hand', async t => {
  const cases = sets.flatMap(set => set.cases ?? [])
  t.ok(cases.length >= 300, `${cases.length}`)
  t.ok(cases.filter(each => each.source === 'by hand').length >= 100)
})

t.test('packline passes the vectors', async t => {
  for (const { name, document, cases = [] } of sets) {
    if (document === undefined) continue
    const { resolve } = createResolver(document)
    for (const { title, now, context, answer } of cases) {
      t.same(resolve(context, now), answer, `${name}: ${title}`)
    }
  }
  for (const { salt, id, hash, bucket } of sets.find(({ name }) => name === 'hashes').hashes) {
    t.equal(murmur3(Buffer.from(`${salt}:${id}`)), hash)
    t.equal(bucketOf(salt, id), bucket)
  }
})

t.test('packline passes the vectors of signatures', async t => {
  const { keys, signatures } = sets.find(({ name }) => name === 'config-signatures')
  for (const { title, stamp, keys: names, answer } of signatures) {
    const check = (): string =>
      verifyStamp(stamp, names.map((name: string) => createPublicKey(keys[name])), title)
    if ('config' in answer) t.equal(check(), answer.config, title)
    else t.throws(check, { code: answer.error }, title)
  }
})

t.test('a service in Java passes the vectors', { skip: await whyNoJava() ?? false }, async t => {
  const classes = t.testdir()
  await run('javac', [
    '-Xlint:all',
    '-Werror',
    '-encoding',
    'UTF-8',
    '-d',
    classes,
    ...readdirSync(java).map(name => join(java, name))
  ])
  const check = async (paths: string[]) =>
    await run('java', ['-cp', classes, 'packline.release.CheckVectors', ...paths], { encoding: 'utf8' })

  const { stdout } = await check(files)
  const count = sets.reduce(
    (sum, set) =>
      sum + (set.cases?.length ?? 0) + 2 * (set.hashes?.length ?? 0) + (set.signatures?.length ?? 0),
    0
  )
  t.equal(stdout.trim().split('\n').at(-1), `${count} checked, 0 failed`)

  const wrong = join(classes, 'wrong.json')
  writeFileSync(
    wrong,
    readFileSync(join(folder, 'order.json'), 'utf8').replace('"target": "b"', '"target": "a"')
  )
  await t.rejects(
    check([wrong]),
    { code: 1, stdout: /3 checked, 1 failed/ },
    'and would notice a wrong answer'
  )
})
