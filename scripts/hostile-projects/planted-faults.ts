import type { Random } from '../faults/random.js'
import type { HostileSet } from './hostile-set.js'
import { plainPng } from './odd-pictures.js'

/** Something that no build may take: where it lies, and which errors tell of it. */
export interface PlantedFault {
  kind: string
  /** Project-relative; bytes where a name is no text. */
  path: string | Buffer
  /** Content of the file, or where a link leads. */
  content: Buffer | { link: string }
  codes: readonly string[]
}

type Planting = (folder: string, random: Random, taken: string) => PlantedFault

const white = (width: number, height: number): Buffer =>
  plainPng({ width, height, rgba: new Uint8Array(width * height * 4).fill(255) })

function broken (kind: string, bytes: (random: Random) => Buffer, ...codes: string[]): Planting {
  return (folder, random) => ({ kind, path: `${folder}/zz broken.png`, content: bytes(random), codes })
}

const plantings: readonly Planting[] = [
  broken('empty file', () => Buffer.alloc(0), 'IMAGE_EMPTY'),
  broken('cut off', random => white(9, 9).subarray(0, random.integer(1, 60)), 'IMAGE_TRUNCATED'),
  broken('text', () => Buffer.from('not a picture'), 'IMAGE_WRONG_FORMAT'),
  broken('GIF', () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0;'), 'IMAGE_WRONG_FORMAT'),
  broken('bomb', () => bomb(), 'IMAGE_TOO_LARGE'),
  broken('damaged pixels', () => damaged(), 'IMAGE_TRUNCATED'),
  broken('larger than any page', () => white(400, 3), 'ATLAS_SPRITE_TOO_LARGE'),
  broken(
    'pointer of Git LFS',
    () => Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`),
    'SCAN_LFS_POINTER'
  ),
  folder => ({
    kind: 'dangling link',
    path: `${folder}/zz link.png`,
    content: { link: 'nowhere.png' },
    codes: ['SCAN_DANGLING_LINK']
  }),
  folder => ({
    kind: 'link out of the project',
    path: `${folder}/zz out.png`,
    content: { link: '/etc/passwd' },
    codes: ['SCAN_LINK_LEAVES_PROJECT']
  }),
  folder => ({
    kind: 'name that is no UTF-8',
    path: Buffer.concat([Buffer.from(`${folder}/zz`), Buffer.from('d3a2d0db', 'hex'), Buffer.from('.png')]),
    content: white(3, 3),
    codes: ['SCAN_NAME_NOT_UTF8']
  }),
  folder => ({
    kind: 'name that no sheet can hold',
    path: `${folder}/zz\u0001.png`,
    content: white(3, 3),
    codes: ['ATLAS_BAD_FRAME_NAME']
  }),
  (folder, _, taken) => ({
    kind: 'name in another case',
    path: `${folder}/${inOtherCase(taken)}`,
    content: white(3, 3),
    // Without their extensions the two may have one name as well.
    codes: ['SCAN_NAMES_DIFFER_IN_CASE', 'ATLAS_DUPLICATE_FRAME']
  })
]

export function plantFault (random: Random, sets: readonly HostileSet[]): PlantedFault {
  const { folder, places, pictures } = random.pick(sets)
  const taken = random.pick([...pictures.keys()])
  const fault = random.pick(plantings)(folder, random, taken)
  // JSON holds every name.
  const isJson = places.some(({ options }) => options.format === 'json')
  return isJson && fault.codes.includes('ATLAS_BAD_FRAME_NAME') ? plantFault(random, sets) : fault
}

function inOtherCase (path: string): string {
  const at = path.lastIndexOf('/') + 1
  const [folder, name] = [path.slice(0, at), path.slice(at)]
  return folder + (name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase())
}

/** A header that asks for 3.6 GB of pixels. */
function bomb (): Buffer {
  const bytes = Buffer.from(white(1, 1))
  bytes.writeUInt32BE(30_000, 16)
  bytes.writeUInt32BE(30_000, 20)
  return bytes
}

function damaged (): Buffer {
  const bytes = Buffer.from(white(40, 40))
  const at = bytes.indexOf('IDAT') + 6
  bytes.fill(0xff, at, at + 8)
  return bytes
}
