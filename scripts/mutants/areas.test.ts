import { join } from 'node:path'
import t from 'tap'
import { areas, filesOf } from './areas.js'

const root = join(import.meta.dirname, '../..')

for (const [name, area] of Object.entries(areas)) {
  t.test(`each glob of ${name} finds a file`, async t => {
    for (const glob of area.sources) {
      t.not(filesOf({ sources: [glob], tests: [] }, root).sources.length, 0, glob)
    }
    for (const glob of area.tests) {
      t.not(filesOf({ sources: [], tests: [glob] }, root).tests.length, 0, glob)
    }
  })
}
