import { join } from 'node:path'
import t from 'tap'
import { pageShape } from '../scripts/translations/page-shape.js'
import { stalePages, translatedPages } from '../scripts/translations/translated-pages.js'

const root = join(import.meta.dirname, '..')
const pages = translatedPages(root)

t.test('the pages in Chinese are those that say what they were translated from', async t => {
  t.same(
    pages.map(({ source }) => source),
    [
      'README.md',
      'docs/agent.md',
      'docs/app-stores.md',
      'docs/assets.md',
      'docs/backups.md',
      'docs/ccsui.md',
      'docs/directory.md',
      'docs/health.md',
      'docs/hot-update.md',
      'docs/images.md',
      'docs/install-pages.md',
      'docs/installing.md',
      'docs/jenkins-order.md',
      'docs/jenkins.md',
      'docs/licences.md',
      'docs/monitoring.md',
      'docs/notices.md',
      'docs/operators.md',
      'docs/packaging.md',
      'docs/performance.md',
      'docs/releases.md',
      'docs/resolve.md',
      'docs/scale.md',
      'docs/sites.md',
      'docs/staging.md',
      'docs/texturepacker.md',
      'docs/trigger.md',
      'docs/users.md',
      'docs/zookeeper.md'
    ]
  )
})

// A page whose English text has changed since is only told: who changes the text need not know Chinese.
for (const { page, text, original, translatedFrom, digest } of pages) {
  t.test(`${page} has the headings, commands, tables and names of its English text`, async t => {
    if (translatedFrom !== digest) {
      t.comment(stalePages(root).find(line => line.startsWith(page)))
      return
    }
    t.same(pageShape(text), pageShape(original))
  })

  t.test(`${page} has no asterisks that a reader would see`, async t => {
    // What ends with punctuation is bold only where a blank or more punctuation follows.
    const bold = [
      ...text.replace(/^ *```[^]*?^ *```$|`[^`\n]*`/gm, 'code').matchAll(/\*\*[^*]+\*\*[\p{L}\p{N}]?/gu)
    ]
    t.same(bold.filter(([each]) => /[，。；：？！、）]\*\*./u.test(each)), [])
  })
}

t.test('a heading, a command or a row that only one language has is seen', async t => {
  const page = '# A\n\n```sh\npackline doctor   # all\n```\n\n| a | b |\n|---|---|\n| `x` | y |\n'
  const same = page.replace('# all', '# 全部').replace('| y |', '| 乙 |').replace('# A', '# 甲')
  t.same(pageShape(same), pageShape(page))
  for (
    const other of [
      page.replace('doctor', 'health'),
      `${page}\n## B\n`,
      `${page}| c | d |\n`,
      page.replace('`x`', '`z`'),
      `${page}\nAnd \`packline\\nhealth\` too.\n`
    ]
  ) t.notSame(pageShape(other), pageShape(page))
})
