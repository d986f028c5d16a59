import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ContentStore } from '../../cache/content-store.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import { sha256Of } from '../../files/file-digest.js'
import { FileTable } from '../../files/file-table.js'
import type { OpenProject } from '../sources/project-scan.js'
import { plannedShard } from './shard-plan.js'

t.test('what a cache gives as the files of a plan may be anything, and is then nothing', async t => {
  const root = t.testdir({ 'packline.json': '{}' })
  mkdirSync(join(root, 'store'))
  const store = new ContentStore(join(root, 'store'))
  const filesOf = async (bytes: Buffer): Promise<readonly string[] | undefined> => {
    const record = {
      value: { sets: ['orc'], projectFile: sha256Of(Buffer.from('{}')) },
      blobs: { files: await store.put(bytes) },
      durationMs: 1
    }
    const shared = { obtain: async () => ({ record, isWhole: true }) } as unknown as SharedCache
    const project = { root } as OpenProject
    return (await plannedShard('p', 1, 1, { project, store, shared })).files?.paths
  }
  const tableOf = (...paths: string[]): Buffer => FileTable.allocate(paths).format()
  const sealed = (text: string): Buffer =>
    Buffer.concat([Buffer.from(sha256Of(Buffer.from(text)), 'hex'), Buffer.from(text)])

  t.same(await filesOf(tableOf('art/orc/a.png', '美术/..a.png')), ['art/orc/a.png', '美术/..a.png'])
  for (
    const path of ['../dev/zero', 'art/../../dev/zero', '/dev/zero', 'art//a', './a', 'a/.', 'a\\..\\b', '']
  ) {
    t.equal(await filesOf(tableOf(path, 'art/a.png')), undefined, path)
  }
  t.equal(await filesOf(sealed('no header')), undefined)
  t.equal(await filesOf(sealed('{"count":1e9,"pathBytes":0}\n')), undefined)
  t.equal(await filesOf(Buffer.alloc(8)), undefined)
  writeFileSync(join(root, 'packline.json'), '{ }')
  await t.rejects(filesOf(tableOf('a')), { code: 'SHARD_CHECKOUT_DIFFERS' })
})
