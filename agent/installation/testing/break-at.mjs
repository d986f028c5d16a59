// Preloaded into a process: the change of the disk that BREAK_AT names ("rename 2": the second rename) is not done.
// BREAK_HOW=kill ends the process there; BREAK_HOW=full answers as Node does on a full disk, from then on to all that
// takes space. BREAK_LOG gets a line for each change.
import fs from 'node:fs/promises'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { BREAK_AT, BREAK_HOW, BREAK_LOG } = process.env
const takesSpace = ['mkdir', 'symlink', 'copyFile', 'writeFile']
const counts = {}
let isBroken = false

function change (name, work, place) {
  return async function (...given) {
    counts[name] = (counts[name] ?? 0) + 1
    const isHere = `${name} ${counts[name]}` === BREAK_AT
    isBroken ||= isHere
    if (BREAK_LOG !== undefined) appendFileSync(BREAK_LOG, `${name} ${counts[name]}: ${place(given)}\n`)
    if (isHere && BREAK_HOW === 'kill') {
      process.kill(process.pid, 'SIGKILL')
      // The signal comes before anything else is done.
      await new Promise(() => {})
    }
    if (isBroken && BREAK_HOW === 'full' && takesSpace.includes(name)) {
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), {
        code: 'ENOSPC',
        errno: -28,
        syscall: name,
        ...name !== 'writeFile' && { path: given[0] },
        ...['symlink', 'copyFile'].includes(name) && { dest: given[1] }
      })
    }
    return await Reflect.apply(work, this, given)
  }
}

const file = await fs.open(import.meta.filename)
const handle = Object.getPrototypeOf(file)
await file.close()
handle.writeFile = change('writeFile', handle.writeFile, () => 'an open file')
for (const name of ['mkdir', 'symlink', 'copyFile', 'writeFile', 'rename', 'rm']) {
  fs[name] = change(name, fs[name], given => given.map(String).filter(word => word.startsWith('/')).join(' '))
}
syncBuiltinESMExports()
