import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkKinds } from '../agent/config/check-kinds.js'

const text = readFileSync(join(import.meta.dirname, '../docs/health.md'), 'utf8')

t.test('the page on health names every check', async t => {
  for (const kind of Object.keys(checkKinds).filter(each => each !== 'silent')) t.match(text, `\`${kind}\``)
})

t.test('each setting that it names exists', async t => {
  const schema = readFileSync(join(import.meta.dirname, '../resources/schema/agent.schema.json'), 'utf8')
  for (const name of ['failAfter', 'recoverAfter', 'silentAfterMs', 'manageNodes', 'poorChecks', 'goodChecks', 'maxOfflineShare', 'groupBy', 'groupMs', 'quietHours']) {
    t.match(text, name)
    t.match(schema, `"${name}"`)
  }
})
