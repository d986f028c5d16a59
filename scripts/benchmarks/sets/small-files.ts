import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { places } from '../places.js'
import { makeOnce, type DataSet } from './data-set.js'
import { seededRandom } from './seeded-random.js'

const folderSize = 500

/** Many small files for the scan, 500 to a folder, 16 to 256 bytes each, all different. */
export async function smallFiles (count: number): Promise<DataSet> {
  const id = `small-files-${count}`
  const folder = join(places.sets, id)
  await makeOnce(folder, async unfinished => {
    const random = seededRandom(count)
    for (let index = 0; index < count; index++) {
      const group = join(unfinished, `group-${String(Math.floor(index / folderSize)).padStart(3, '0')}`)
      if (index % folderSize === 0) mkdirSync(group)
      const bytes = Buffer.alloc(random.integer(16, 256), random.integer(0, 255))
      bytes.writeUInt32LE(index)
      writeFileSync(join(group, `file-${String(index).padStart(6, '0')}.bin`), bytes)
    }
  })
  return { id, folder, about: `${count} seeded files of 16 to 256 bytes` }
}
