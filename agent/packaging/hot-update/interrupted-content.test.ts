import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import { digestContent } from './content.js'
import { ContentFolders } from './content-folders.js'

const definition = { content: [] as unknown[] } as HotUpdate

function begin (t: Test) {
  const names = Array.from({ length: 50 }, (_, index) => `${index}.txt`)
  const folder = t.testdir({ game: Object.fromEntries(names.map(name => [name, name])), output: {} })
  return {
    sources: new Map(names.map(name => [name, join(folder, 'game', name)])),
    output: join(folder, 'output')
  }
}

/** As a signal is: an event, which is not heard while one call follows the other. */
function abortedByEvent (): AbortSignal {
  const interrupt = new AbortController()
  setImmediate(() => interrupt.abort())
  return interrupt.signal
}

t.test('an interrupt is heard between small files that are read', async t => {
  const { sources } = begin(t)
  await t.rejects(digestContent(sources, definition, abortedByEvent()), { name: 'AbortError' })
})

t.test('an interrupt is heard between small files that are kept, and none are shown', async t => {
  const { sources, output } = begin(t)
  const content = await digestContent(sources, definition, new AbortController().signal)
  const before = { folder: output, paths: new Map() }
  const kept = new ContentFolders(output).store('a'.repeat(64), content, sources, before, abortedByEvent())
  await t.rejects(kept, { name: 'AbortError' })
  t.same(readdirSync(output), ['objects'])
})
