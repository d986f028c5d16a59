// stat-walk.mjs FOLDER: the least that any build must do to know that nothing changed.
import { lstatSync, readdirSync } from 'node:fs'

let files = 0
const walk = folder => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) walk(path)
    else if (lstatSync(path).isFile()) files++
  }
}
walk(process.argv[2])
process.stdout.write(`${files} files\n`)
