import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { seededRandom } from '../benchmarks/sets/seeded-random.js'
import { csdWorld } from './csd-world.js'
import { csiWorld } from './csi-world.js'
import { PlainTable } from './plain-csb.js'

/** What is broken on purpose, to see that the round notices. */
export type Broken = 'csd' | 'picture'

interface Round {
  folder: string
  seed: number
  csds: number
  csis: number
  /** Publishes the folder `studio` to `output`; throws when that fails. */
  publish: (studio: string, output: string) => Promise<void>
  breaks?: Broken
}

/** One random project, published, and every csb and sheet read a second way. Throws at what differs. */
export async function fuzzRound ({ folder, seed, csds, csis, publish, breaks }: Round): Promise<void> {
  const random = seededRandom(seed)
  const studio = join(folder, 'cocosstudio')
  const output = join(folder, 'res')
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(studio, path)), { recursive: true })
    await writeFile(join(studio, path), content)
  }
  const worlds = Array.from({ length: csds }, () => csdWorld(random))
  for (const [index, { csd }] of worlds.entries()) {
    await write(`panel/P${index}.csd`, breaks === 'csd' && index === 0 ? oneOff(csd) : csd)
  }
  const sheets = await Promise.all(
    Array.from({ length: csis }, async (_, index) => await csiWorld(random, `S${index}`))
  )
  const other = await csiWorld(random, 'S0')
  for (const [index, { files }] of sheets.entries()) {
    const wrong = breaks === 'picture' && index === 0 ? other.files : new Map<string, string | Buffer>()
    for (const [path, content] of files) {
      await write(path, path.endsWith('.png') ? wrong.get(path) ?? content : content)
    }
  }
  await publish(studio, output)
  for (const [index, { check }] of worlds.entries()) {
    check(new PlainTable(await readFile(join(output, `panel/P${index}.csb`))))
  }
  for (const { check } of sheets) await check(output)
}

/** As an exporter would do it that reads one number wrongly. */
function oneOff (csd: string): string {
  return csd.replace(/ Tag="(-?\d+)"/, (_, tag: string) => ` Tag="${Number(tag) + 1}"`)
}
