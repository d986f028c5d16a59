// Runs the test files that it is given one after the other in this process: most take less time than Node and
// tap need to start. Each gets a subtest of its own for tap's root.
import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { takeTurn } from './turn.js'

register('./together-hooks.mjs', import.meta.url)

// tap puts the arguments into the names of its test folders.
const files = process.argv.splice(2)
const { default: t } = await import('tap')

// Each file has its own limit.
t.setTimeout(0)
for (const file of files) {
  const result = await t.test(file, { timeout: Number(process.env.TAP_TIMEOUT ?? 30) * 1000 }, async t => {
    takeTurn(t)
    await import(pathToFileURL(join(process.cwd(), file)).href)
  })
  if (result?.count === 0) t.fail(`${file} tests nothing`)
}
