import t from 'tap'
import { nearest } from './nearest.js'

t.test('what was mistyped is found', async t => {
  const words = ['help', 'build', 'project', 'frozen-layouts', 'older-than', 'dry-run']
  for (
    const [typed, meant] of [
      ['hlep', 'help'],
      ['hel', 'help'],
      ['buld', 'build'],
      ['BIULD', 'build'],
      ['projcet', 'project'],
      ['frozenlayout', 'frozen-layouts'],
      ['dryrun', 'dry-run'],
      ['hilp', 'help']
    ] as const
  ) t.equal(nearest(typed, words), meant, typed)
})

t.test('a word that shares half of its letters was not meant', async t => {
  for (const typed of ['keep', 'oops', 'yes', 'x', '', 'shard']) {
    t.equal(nearest(typed, ['help', 'build', 'older-than', 'y-axis', 'json']), undefined, typed)
  }
})
