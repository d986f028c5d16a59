// parse-csd.mjs LIBRARY PEER-FOLDER GAME: reads and parses every csd of a folder, and does nothing with it.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [library, peer, game] = process.argv.slice(2)
const loaded = createRequire(join(peer, 'package.json'))(library)
const files = readdirSync(game, { recursive: true }).filter(name => name.endsWith('.csd')).map(name =>
  join(game, name)
)

let elements = 0
for (const file of files) {
  const text = readFileSync(file, 'utf8')
  if (library === 'saxes') {
    const parser = new loaded.SaxesParser()
    parser.on('opentag', () => {
      elements++
    })
    parser.write(text).close()
  } else {new loaded.XMLParser({
      ignoreAttributes: false,
      preserveOrder: true,
      parseAttributeValue: false,
      parseTagValue: false
    })
      .parse(text)}
}
if (library === 'saxes' && elements === 0) throw new Error('nothing was parsed')
