import { once } from 'node:events'
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import v8 from 'node:v8'
import t from 'tap'
import type { Test } from 'tap'
import { startThread } from './start-thread.js'

interface Tuning {
  tune: () => void
  startThread: (start: () => Worker) => Worker
  loadBuiltin: (name: string) => unknown
}

/** A tuning of its own, which only notes the flags. */
function noted (t: Test): Tuning & { flags: string[] } {
  const flags: string[] = []
  t.intercept(v8, 'setFlagsFromString', { value: (flag: string) => flags.push(flag) })
  const require = createRequire(import.meta.url)
  const path = require.resolve('../v8-tuning.cjs')
  Reflect.deleteProperty(require.cache, path)
  const tuning = require(path) as Tuning
  t.teardown(() => Reflect.deleteProperty(require.cache, path))
  return { ...tuning, flags }
}

t.test('a thread starts from the script beside the module, from the module where there is none', async t => {
  const folder = t.testdir({
    'task.mjs': "import { parentPort } from 'node:worker_threads'; parentPort.postMessage('module')"
  })
  const url = pathToFileURL(join(folder, 'asks.mjs')).href
  t.same(await once(startThread(url, 'task'), 'message'), ['module'])
  writeFileSync(join(folder, 'task.cjs'), "require('node:worker_threads').parentPort.postMessage('script')")
  t.same(await once(startThread(url, 'task'), 'message'), ['script'])
})

t.test('threads begin under the flags that V8 is built with, and builds go on under their own', async t => {
  const { tune, flags, ...tuning } = noted(t)
  tune()
  const own = flags.splice(0)
  const url = pathToFileURL(join(t.testdir({ 'task.cjs': '' }), 'asks.cjs'))
  const threads = [1, 2].map(() => tuning.startThread(() => startThread(url.href, 'task')))
  const before = flags.splice(0)
  t.equal(before.length, own.length)
  t.notSame(before, own)
  await Promise.all(threads.map(async thread => await once(thread, 'exit')))
  t.same(flags, own, 'once, when both have begun')
})

t.test('a thread that cannot be started leaves builds their flags, which others than builds have none of', t => {
  const { tune, startThread, flags } = noted(t)
  const fail = (): never => {
    throw new Error('no memory')
  }
  t.throws(() => startThread(fail), /no memory/)
  t.same(flags, [])
  tune()
  const own = flags.splice(0)
  t.throws(() => startThread(fail), /no memory/)
  t.same(flags.slice(own.length), own)
  t.end()
})

t.test('what is loaded of Node later is loaded under the flags that it is compiled with', async t => {
  const { tune, loadBuiltin, flags } = noted(t)
  tune()
  const own = flags.splice(0)
  t.equal(loadBuiltin('node:v8'), v8)
  t.equal(flags.length, 2 * own.length)
  t.notSame(flags.slice(0, own.length), own)
  t.same(flags.slice(own.length), own)
  t.throws(() => loadBuiltin('node:none'))
  t.same(flags.slice(-own.length), own, 'whatever comes of it')
})
