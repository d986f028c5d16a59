import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../measuring/run-program.js'
import { places } from '../places.js'
import { makeOnce, Unavailable, type DataSet } from './data-set.js'

const debianPackage = 'wesnoth-1.16-data'
const unitsInPackage = 'usr/share/games/wesnoth/1.16/data/core/images/units'

/** Real pixel art: Wesnoth's units, from Debian's package, which is unpacked and not installed. */
export async function wesnothUnits (): Promise<DataSet> {
  const folder = join(places.sets, 'wesnoth-units')
  await makeOnce(folder, async unfinished => {
    const scratch = join(places.sets, 'wesnoth-package')
    await mkdir(scratch, { recursive: true })
    try {
      await downloadPackage(scratch)
      const archive = (await readdir(scratch)).find(name => name.endsWith('.deb'))
      if (archive === undefined) throw new Unavailable(`apt-get download ${debianPackage} left no package`)
      await runOrGiveUp('dpkg', ['-x', archive, 'unpacked'], scratch)
      await rm(unfinished, { recursive: true })
      await rename(join(scratch, 'unpacked', unitsInPackage), unfinished)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  })
  return { id: 'wesnoth-units', folder, about: "Wesnoth's unit art, 5,782 PNGs" }
}

/** A machine that never asked for Debian's lists has to once; that needs rights, the download does not. */
async function downloadPackage (folder: string): Promise<void> {
  const download = { file: 'apt-get', args: ['download', debianPackage], cwd: folder }
  if ((await runProgram(download)).status === 0) return
  await runProgram({ file: 'apt-get', args: ['update'], cwd: folder })
  await runOrGiveUp(download.file, download.args, folder)
}

async function runOrGiveUp (file: string, args: string[], cwd: string): Promise<void> {
  const { status, stderr } = await runProgram({ file, args, cwd })
  if (status !== 0) {
    throw new Unavailable(
      `${file} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? `exit ${status}`}`
    )
  }
}
