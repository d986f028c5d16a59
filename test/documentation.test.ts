import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { Command } from '../agent/cli/command.js'
import { commandTable } from '../agent/cli/command-table.js'
import { globalOptions } from '../agent/cli/global-options.js'
import { describedVariables } from '../agent/cli/variables.js'

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

t.test('every link to a file leads somewhere', async t => {
  for (const { page, text } of texts) {
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      t.ok(existsSync(join(root, dirname(page), target!)), `${page}: ${target}`)
    }
  }
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
