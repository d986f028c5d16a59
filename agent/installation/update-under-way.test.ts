import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FileLock } from '../files/file-lock.js'
import { updateUnderWay } from './update-under-way.js'

t.test('a version knows that its update is under way, and that another one took its place', t => {
  const folder = t.testdir({ versions: { '0.1.0': {}, '0.9.0': {} }, '.update.lock': '' })
  symlinkSync('versions/0.9.0', join(folder, 'current'))
  const seen = () => ['0.1.0', '0.9.0'].map(name => updateUnderWay(join(folder, 'versions', name)))
  t.same(seen(), ['over', undefined])
  const lock = new FileLock(join(folder, '.update.lock'))
  t.ok(lock.tryLock())
  t.same(seen(), ['over', 'begun'])
  lock.close()
  t.same(seen(), ['over', undefined])
  t.equal(updateUnderWay(folder), undefined, 'a checkout has no versions')
  t.end()
})
