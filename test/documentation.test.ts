// Takes 7 s.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { Command } from '../agent/cli/command.js'
import { commandTable } from '../agent/cli/command-table.js'
import { globalOptions } from '../agent/cli/global-options.js'
import { describedVariables } from '../agent/cli/variables.js'
import { brokenLinks } from '../scripts/documentation-site/broken-links.js'
import { linkedPages } from '../scripts/documentation-site/linked-pages.js'
import { sidebars } from '../scripts/documentation-site/sidebars.js'
import { sitePages } from '../scripts/documentation-site/site-pages.js'

const root = join(import.meta.dirname, '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...['docs', 'docs/decisions'].flatMap(folder =>
    readdirSync(join(root, folder)).filter(name => name.endsWith('.md')).map(name => `${folder}/${name}`)
  )
]
const texts = pages.map(page => ({ page, text: readFileSync(join(root, page), 'utf8') }))

t.test('every command and option that the documents show exists', async t => {
  let shown = 0
  for (const { page, text } of texts) {
    for (const [, line] of text.matchAll(/(?:^|[`$\s/])packline ([a-z][^`\n|]*)/g)) {
      const words = line!.split(/\s+/)
      const name = [`${words[0]} ${words[1]}`, words[0]!].find(candidate => candidate in commandTable)
      if (name === undefined) continue
      shown++
      const command = await commandTable[name]!()
      const own = line!.split(' -- ')[0]!
      for (const [, option] of own.matchAll(/--([a-z][a-z-]*)/g)) {
        t.ok(option === 'help' || option! in command.options, `${page}: packline ${name} --${option}`)
      }
    }
    for (const [, command] of text.matchAll(/`packline ([a-z][a-z-]*(?: [a-z-]+)?)/g)) {
      t.ok(
        Object.keys(commandTable).some(name =>
          name === command || name === command!.split(' ')[0] || name.startsWith(`${command} `)
        ),
        `${page}: packline ${command}`
      )
    }
  }
  t.ok(shown > 20)
})

t.test('every variable that packline reads or gives is in the table of variables', async t => {
  const listed = describedVariables('en').flatMap(({ variables }) => variables.map(([name]) => name))
  const commands = await Promise.all(Object.values(commandTable).map(load => load()))
  const global: Command['options'] = globalOptions
  for (const options of [...commands.map(each => each.options), global]) {
    for (const { variable } of Object.values(options)) {
      if (variable !== undefined) t.ok(listed.includes(variable), variable)
    }
  }
  const sources = ['agent', 'vars'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(?:ts|cjs|groovy)$/.test(name) && !/\.test\.ts$|fixtures|testing/.test(name))
      .map(name => readFileSync(join(root, folder, name), 'utf8'))
  )
  const found = new Set(sources.flatMap(text => text.match(/\bPACKLINE_[A-Z_]+[A-Z]\b/g) ?? []))
  // Codes of the library's own errors, and passwords that only the signer of an APK sees.
  const inner = /^PACKLINE_(?:NO_NODE|NO_ANSWER|KILLED|NOT_FOUND|KS_PASS|KEY_PASS)$/
  t.same([...found].filter(name => !listed.includes(name) && !inner.test(name)), [])
  t.ok(found.size > 30)
})

t.test('every link of a page, in either language, leads to a file and a heading that are there', async t => {
  const more = ['docs/zh-CN', 'docs/zh-CN/steps', 'docs/steps'].flatMap(folder =>
    readdirSync(join(root, folder)).filter(name => name.endsWith('.md')).map(name => `${folder}/${name}`)
  )
  const inPage = '# A `b`\n## 1. 一台 (c)\n```\n# no heading\n```\n## A b\n'
  t.same([...headingNames(inPage)], ['a-b', '1-一台-c', 'a-b-1'])
  let anchors = 0
  for (const page of [...pages, ...more]) {
    for (
      const [, target] of outsideCode(readFileSync(join(root, page), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)
    ) {
      if (/^[a-z]+:/.test(target!)) continue
      const [file = '', anchor] = decodeURI(target!).split('#')
      const path = file === '' ? join(root, page) : join(root, dirname(page), file)
      if (!existsSync(path)) t.fail(`${page}: ${target} leads nowhere`)
      else if (anchor !== undefined) {
        anchors++
        if (!headingNames(readFileSync(path, 'utf8')).has(anchor)) {
          t.fail(`${page}: ${target} names no heading`)
        }
      }
    }
  }
  t.ok(anchors > 20)
})

t.test('nothing refers to a place outside the repository', async t => {
  for (const { page, text } of texts) t.notMatch(text, /\.\.\/shared|\/work\//, page)
})

t.test('every command describes itself in both languages', async t => {
  for (const [name, load] of Object.entries(commandTable)) t.equal((await load()).name, name)
})

t.test('the list of decisions has each page, by number', async t => {
  const files = readdirSync(join(root, 'docs/decisions')).sort()
  const listed = [
    ...readFileSync(join(root, 'docs/decisions.md'), 'utf8').matchAll(/\]\(decisions\/([^)]+)\)/g)
  ]
  t.same(listed.map(([, file]) => file), files)
  t.same(files.map(file => parseInt(file)), files.map((_, index) => index + 1))
  for (const file of files) {
    const text = readFileSync(join(root, 'docs/decisions', file), 'utf8')
    t.match(
      text,
      /^# \d+\. .+\n\n\d{4}-\d\d-\d\d\n[^]+\*\*Why\.\*\* [^]+\*\*(?:Tried|Considered)\.\*\* /,
      file
    )
  }
})

t.test('every page is in the navigation of the site, once, in both languages, and its links hold there', async t => {
  const names = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const documents = names.filter(name => name.endsWith('.md')).map(name => `docs/${name}`)
  const all = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...documents]
    .filter(page => !/zh-CN\/(?!glossary)/.test(page))
  const editions = sitePages(root)
  const { texts } = linkedPages(root, editions)
  for (const [language, groups] of Object.entries(sidebars(root, editions))) {
    const shown = groups.flatMap(({ items }) => items.map(({ link }) => link.slice(1)))
    const sources = shown.map(link => editions.find(({ path }) => path === link)?.source)
    t.same(sources.toSorted(), all.toSorted(), language)
    t.ok(
      shown.every(link => texts.has(link) && link.startsWith('zh-CN/') === (language === 'zh-CN')),
      language
    )
  }
  const text = (path: string): string => texts.get(path) ?? ''
  t.match(text('zh-CN/index.md'), '](/zh-CN/decisions.md)', 'also where there is no Chinese text')
  for (const page of ['decisions', 'decisions/0003-flock']) {
    t.match(text(`zh-CN/${page}.md`), '本页还没有译成中文')
  }
  for (const page of ['assets', 'glossary', 'errors', 'steps/assetsCI']) {
    t.notMatch(text(`zh-CN/${page}.md`), '本页还没有译成中文')
  }
  const lonely = editions.flatMap(page =>
    page.path === 'zh-CN/decisions.md' ? [{ ...page, text: '[a](health.md#alerts) [b](health.md)' }] : [page]
  )
  t.equal(
    linkedPages(root, lonely).texts.get('zh-CN/decisions.md'),
    '[a](/health.md#alerts) [b](/zh-CN/health.md)',
    'to a heading, in the language that has it'
  )
  t.match(text('zh-CN/index.md'), '](/files/docs/pictures/sample-game.png)')
  t.notMatch(text('zh-CN/index.md'), /\p{Script=Han}\n\p{Script=Han}/u, 'a break would be a blank in Chinese')
  t.match(text('zh-CN/assets.md'), /\n- \*\*扫描。\*\* .+\n- \*\*计划。/, 'items stay items')
  t.match(text('jenkins.md'), '](/files/resources/examples/index.md)')
  t.match(text('files/resources/examples/index.md'), '](/files/resources/examples/Jenkinsfile.scripted.txt)')
  const [page] = editions
  t.throws(
    () => linkedPages(root, [{ ...page!, text: '[a](docs/lost.md)\n```\n[b](no-link.md)\n```\n' }]),
    { message: 'README.md: there is no docs/lost.md' }
  )
})

t.test('a link of the built site to no file, no heading or outside its base is told', async t => {
  const folder = t.testdir({
    'index.html': '<h2 id="1-一台"></h2><a class="x" href="/p/a.html#%E6%B7%B1">a</a><a href="#1-一台">b</a>',
    'a.html': '<h2 id="深"></h2><a href="/p/">c</a><a href="https://e.org">d</a><a href="/a.html">e</a>' +
      '<img src="/p/lost.png"><a href="./#none">f</a>'
  })
  t.same(brokenLinks(folder, '/p/').toSorted(), [
    'a.html: ./#none leads nowhere',
    'a.html: /a.html leads nowhere',
    'a.html: /p/lost.png leads nowhere'
  ])
})

function outsideCode (text: string): string {
  return text.replace(/^```.*\n[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, 'code')
}

/** The anchors of a page's headings, as forges make them. */
function headingNames (text: string): Set<string> {
  const names = new Set<string>()
  for (const [, heading] of text.replace(/^```.*\n[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)) {
    const name = heading!.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '').replaceAll(
      ' ',
      '-'
    )
    let number = 0
    while (names.has(number === 0 ? name : `${name}-${number}`)) number++
    names.add(number === 0 ? name : `${name}-${number}`)
  }
  return names
}
