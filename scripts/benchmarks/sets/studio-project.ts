import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateCsdGame } from '../generate-csd.js'
import { places } from '../places.js'
import { makeOnce, type DataSet } from './data-set.js'
import { paintSprite } from './painted-sprite.js'
import { seededRandom } from './seeded-random.js'
import { encode } from './seeded-sprites.js'

const counts = { csds: 400, csis: 30, pictures: 3000 }
const perSheet = counts.pictures / counts.csis

/** A Cocos Studio project as studios have them: every csd names pictures of a few sheets. */
export async function studioProject (): Promise<DataSet> {
  const id = `studio-${counts.csds}-${counts.csis}-${counts.pictures}`
  const folder = join(places.sets, id)
  await makeOnce(folder, async unfinished => {
    const write = async (path: string, content: string | Uint8Array): Promise<void> => {
      const file = join(unfinished, 'cocosstudio', path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    }
    const random = seededRandom(counts.pictures)
    const picture = (): Uint8Array =>
      encode(paintSprite(random, random.integer(16, 64), random.integer(16, 64)))
    for (let index = 0; index < counts.pictures; index++) await write(pictureAt(index), picture())
    for (let sheet = 0; sheet < counts.csis; sheet++) await write(`${sheetAt(sheet)}.csi`, csi(sheet))
    for (const [index, { path, bytes }] of generateCsdGame(counts.csds).entries()) {
      await write(path.replace(/^cocosstudio\//, ''), withPictures(bytes.toString(), index * 7))
    }
    await write('ui/Item.csd', emptyCsd)
    await write('fonts/main.ttf', Buffer.alloc(200_000, 1))
    await write('fonts/num.fnt', 'info face="num" size=20\npage id=0 file="num.png"\n')
    await write('fonts/num.png', picture())
  })
  return {
    id,
    folder,
    about: `${counts.csds} csd, ${counts.csis} csi, ${counts.pictures} pictures of 16 to 64 px`
  }
}

function sheetAt (sheet: number): string {
  return `ui/sheet-${sheet}`
}

/** The picture that a benchmark changes belongs to the first sheet. */
export function pictureAt (index: number): string {
  return `${sheetAt(Math.floor(index / perSheet))}/pic_${index}.png`
}

function csi (sheet: number): string {
  const paths = Array.from({ length: perSheet }, (_, index) => pictureAt(sheet * perSheet + index))
  return '<PlistInfoProjectFile><PropertyGroup Name="S" Type="Plist" Version="3.10.0.0"/><Content ' +
    'ExportType="Png" SortAlgorithm="MaxRects" PicturePadding="2" AllowRotation="False" ' +
    'AllowAnySize="False" AllowTrim="True" ' +
    `ctype="PlistInfoData"><ImageFiles>${
      paths.map(path => `<FilePathData Path="${path}"/>`).join('')
    }</ImageFiles>` +
    '<MaxSize Width="1024" Height="1024"/></Content></PlistInfoProjectFile>'
}

function withPictures (csd: string, shift: number): string {
  return csd.replace(/Path="ui\/common\/pic_(\d+)\.png" Plist="ui\/common\.plist"/g, (_, number: string) => {
    const picture = (Number(number) + shift) % counts.pictures
    return `Path="${pictureAt(picture)}" Plist="${sheetAt(Math.floor(picture / perSheet))}.plist"`
  })
}

const emptyCsd = '<GameFile><PropertyGroup Name="Item" Type="Node" Version="3.10.0.0"/><Content ' +
  'ctype="GameProjectContent"><Content><Animation Duration="0" Speed="1.0000"/><ObjectData Name="Node" ' +
  'ctype="GameNodeObjectData"/></Content></Content></GameFile>'
