import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { workFolderOf } from './published-tree.js'
import { recoverPublished } from './recover-published.js'

/**
 * What a run leaves that was killed while it exchanged the folder `units`: the old folder is the staged one
 * now.
 */
function killedRun (record: string) {
  return t.testdir({
    res: { units: { 'archer.plist': 'new' } },
    '.packline': {
      res: { stage: { 0: { 'archer.plist': 'old', 'kept-by-hand.txt': 'mine' }, '0.folder': record } }
    }
  })
}

t.test('what somebody put into a folder that was being exchanged comes to its new place', async t => {
  const output = join(killedRun('{"folder":"units"}'), 'res')
  t.equal(workFolderOf(output), join(output, '../.packline/res'))
  recoverPublished(output)
  t.equal(readFileSync(join(output, 'units/kept-by-hand.txt'), 'utf8'), 'mine')
  t.notOk(existsSync(join(workFolderOf(output), 'stage')))
})

t.test('a record that was only begun brings nothing anywhere', async t => {
  for (const record of ['', '{"fol']) {
    const output = join(killedRun(record), 'res')
    recoverPublished(output)
    t.notOk(existsSync(join(output, 'kept-by-hand.txt')), JSON.stringify(record))
    t.notOk(existsSync(join(output, 'archer.plist')))
  }
})
