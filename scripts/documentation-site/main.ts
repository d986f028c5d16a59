// scripts/site: the documents of docs/ as a web site. Called with the repository's folder, then what the user said.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { icon } from '../../agent/ui/icon.js'
import { brokenLinks } from './broken-links.js'
import { linkedPages } from './linked-pages.js'
import { sidebars } from './sidebars.js'
import { sitePages } from './site-pages.js'

const help = `Usage: scripts/site [--out DIR] [--base PATH]

Makes a web site of the documents, English and Chinese, with a search, in DIR (by default .cache/site). Any web
server can serve it; it loads nothing from elsewhere. --base PATH is where it will be served, such as /packline/.
A link to a page, file or heading that is not there ends it with 1.
`
const [root = '.', ...said] = process.argv.slice(2)
const here = join(root, 'scripts/documentation-site')
const pagesFolder = join(here, '.cache/pages')

function main (): number {
  const { values } = parseArgs({
    args: said,
    options: {
      out: { type: 'string', default: join(root, '.cache/site') },
      base: { type: 'string', default: '/' },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const { base } = values
  if (!/^\/(?:[\w.~-]+\/)*$/.test(base)) throw new Error(`--base ${base}: a path begins and ends with /`)
  const out = resolve(values.out)
  // VitePress empties the folder.
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, 'hashmap.json'))) {
    throw new Error(`${out} holds something that is no such site; name another folder`)
  }
  writePages({ base, out })
  execFileSync(process.execPath, [
    join(here, 'node_modules/vitepress/bin/vitepress.js'),
    'build',
    pagesFolder
  ], {
    stdio: ['ignore', process.stderr, process.stderr]
  })
  const broken = brokenLinks(out, base)
  for (const line of broken) say(line)
  if (broken.length > 0) return 1
  say(`the site is in ${out}`)
  return 0
}

/** What VitePress reads. */
function writePages (place: { base: string, out: string }): void {
  const pages = sitePages(root)
  const { texts, files } = linkedPages(root, pages)
  rmSync(pagesFolder, { recursive: true, force: true })
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(pagesFolder, name)), { recursive: true })
    writeFileSync(join(pagesFolder, name), text)
  }
  for (const [name, text] of texts) write(name, text)
  for (const [name, file] of files) {
    const copy = join(pagesFolder, 'public', name)
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(join(root, file), copy)
  }
  write('.vitepress/site.json', JSON.stringify({ ...place, icon, sidebars: sidebars(root, pages) }))
  copyFileSync(join(here, 'vitepress.config.mjs'), join(pagesFolder, '.vitepress/config.mjs'))
}

function say (text: string): void {
  process.stderr.write(`site: ${text}\n`)
}

try {
  process.exitCode = main()
} catch (error) {
  for (const line of String(error instanceof Error ? error.message : error).split('\n')) say(line)
  process.exitCode = 1
}
