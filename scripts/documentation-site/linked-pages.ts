import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { SitePage } from './site-pages.js'

export interface LinkedSite {
  /** Texts by their paths on the site. */
  texts: Map<string, string>
  /** Files of the repository that texts show or lead to, by their paths on the site. */
  files: Map<string, string>
}

/**
 * The texts with links that hold on the site: to pages in the reader's language, to pictures, and to what else
 * of the repository they name, which the site then has as plain text. Throws an error that lists links to nothing.
 */
export function linkedPages (root: string, pages: readonly SitePage[]): LinkedSite {
  const site: LinkedSite = { texts: new Map(), files: new Map() }
  const dead: string[] = []
  const ofSource = new Map(pages.map(page => [`${page.language} ${page.source}`, page]))

  function attached (path: string, prefix: string): string {
    const whole = join(root, path)
    if (statSync(whole).isFile()) {
      const name = `files/${path}${/\.(?:png|svg)$/.test(path) ? '' : '.txt'}`
      site.files.set(name, path)
      return `/${name}`
    }
    const name = `${prefix}files/${path}/index.md`
    if (!site.texts.has(name)) {
      const files = readdirSync(whole, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => posix.relative(whole, posix.join(entry.parentPath, entry.name)))
        .toSorted()
      const lines = files.map(file => `- [${file}](${attached(posix.join(path, file), prefix)})\n`)
      site.texts.set(name, `# ${path}\n\n${lines.join('')}`)
    }
    return `/${name}`
  }

  function linkFrom (page: SitePage, target: string): string {
    if (/^(?:[a-z]+:|#)/.test(target)) return target
    const [, name = '', anchor = ''] = /^([^#]*)(.*)$/.exec(target) ?? []
    const path = posix.join(posix.dirname(page.file), decodeURI(name)).replace(/\/$/, '')
    const edition = ofSource.get(`${page.language} ${path}`)
    // The headings of a text are not those of its translation.
    const isThere = edition !== undefined && (anchor === '' || edition.file === path)
    const other = isThere ? edition : pages.find(({ file }) => file === path)
    if (other !== undefined) return `/${other.path}${anchor}`
    if (!path.startsWith('../') && existsSync(join(root, path))) {
      return attached(path, page.language === 'en' ? '' : `${page.language}/`)
    }
    dead.push(`${page.file}: there is no ${target}`)
    return target
  }

  for (const page of pages) {
    const text = outsideCode(
      page.text,
      line => line.replaceAll(/\]\(([^()\s]+)\)/g, (_, target: string) => `](${linkFrom(page, target)})`)
    )
    site.texts.set(page.path, text)
  }
  if (dead.length > 0) throw new Error([...new Set(dead)].join('\n'))
  return site
}

function outsideCode (text: string, change: (line: string) => string): string {
  let isCode = false
  return text
    .split('\n')
    .map(line => {
      if (line.startsWith('```')) isCode = !isCode
      return isCode ? line : change(line)
    })
    .join('\n')
}
