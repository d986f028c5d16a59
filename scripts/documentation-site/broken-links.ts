import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'

/** A line for each link of the built site in `folder`, served at `base`, that leads to no file or no heading. */
export function brokenLinks (folder: string, base: string): string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.html')
  )
  const texts = new Map(pages.map(page => [page, readFileSync(join(folder, page), 'utf8')]))
  const headings = new Map(
    [...texts].map(([page, text]) => [
      page,
      new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => unescaped(id)))
    ])
  )
  return [...texts].flatMap(([page, text]) => {
    const links = new Set(
      [...text.matchAll(/<(?:a|img)\b[^>]*? (?:href|src)="([^"]*)"/g)].map(([, link = '']) => unescaped(link))
    )
    return [...links].filter(link => !holds(page, link)).map(link => `${page}: ${link} leads nowhere`)
  })

  function holds (page: string, link: string): boolean {
    if (/^[a-z]+:/.test(link)) return true
    const [name = '', anchor] = decodeURI(link).split('#')
    if (name.startsWith('/') && !name.startsWith(base)) return false
    const place = name === ''
      ? page
      : posix.normalize(
        name.startsWith('/') ? name.slice(base.length) : posix.join(posix.dirname(page), name)
      )
    const file = place === '.' || place.endsWith('/') ? posix.join(place, 'index.html') : place
    if (!existsSync(join(folder, file))) return false
    return anchor === undefined || anchor === '' || (headings.get(file)?.has(anchor) ?? true)
  }
}

function unescaped (text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll(
    '&amp;',
    '&'
  )
}
