import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isErrorCode } from '../agent/errors.js'
import { errorTables } from '../agent/error-catalogue.js'
import { errorPage } from './error-page.js'

const root = join(import.meta.dirname, '..')

t.test('a row of the page has as many cells as its heading, whatever the text holds', async t => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const rows = errorPage(locale).split('\n').filter(line => line.startsWith('|'))
    t.ok(rows.length > 250)
    t.same(rows.filter(row => row.replaceAll('\\|', '').split('|').length !== 9), [])
  }
})

t.test('every error code that a document names exists', async t => {
  const areas = new Set(Object.values(errorTables).flatMap(table => Object.keys(table)).map(areaOf))
  const documents = [
    ...filesOf('docs', '.md'),
    ...filesOf('docs/zh-CN', '.md'),
    ...filesOf('vars', '.txt'),
    'README.md',
    'CONTRIBUTING.md'
  ]
  let named = 0
  for (const file of documents) {
    for (
      const [code] of readFileSync(join(root, file), 'utf8').matchAll(
        /(?<=`)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(?=`)/g
      )
    ) {
      if (!areas.has(areaOf(code))) continue
      named++
      t.ok(isErrorCode(code), `${file}: ${code}`)
    }
  }
  t.ok(named > 250)
})

function areaOf (code: string): string {
  return code.slice(0, code.indexOf('_') + 1)
}

function filesOf (folder: string, extension: string): string[] {
  return readdirSync(join(root, folder)).filter(name => name.endsWith(extension)).map(name =>
    `${folder}/${name}`
  )
}
