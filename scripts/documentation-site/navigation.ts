import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const siteLanguages = ['en', 'zh-CN'] as const
export type SiteLanguage = typeof siteLanguages[number]

export interface NavigationGroup {
  title: Record<SiteLanguage, string>
  /** The texts in English by their paths in the repository, or the only ones there are. */
  pages: string[]
  /** Shut until somebody opens it. */
  isShut?: boolean
}

/** What the site's side bar shows, in its order; a test holds that no page is missing. */
export function navigation (root: string): NavigationGroup[] {
  const docs = (...names: string[]): string[] => names.map(name => `docs/${name}.md`)
  const folder = (name: string): string[] =>
    readdirSync(join(root, 'docs', name)).filter(file => file.endsWith('.md')).toSorted().map(file =>
      `docs/${name}/${file}`
    )
  return [
    {
      title: { en: 'Beginning', 'zh-CN': '入门' },
      pages: ['README.md', ...docs('operators', 'installing')]
    },
    { title: { en: 'Assets', 'zh-CN': '资源' }, pages: docs('assets', 'ccsui', 'texturepacker') },
    {
      title: { en: 'The farm', 'zh-CN': '机群' },
      pages: docs(
        'agent',
        'users',
        'install-pages',
        'notices',
        'scale',
        'backups',
        'directory',
        'images',
        'sites',
        'staging',
        'jenkins-order',
        'licences',
        'zookeeper',
        'health',
        'monitoring'
      )
    },
    { title: { en: 'CI', 'zh-CN': 'CI' }, pages: docs('jenkins', 'trigger') },
    { title: { en: 'Jenkins steps', 'zh-CN': 'Jenkins 步骤' }, pages: folder('steps'), isShut: true },
    {
      title: { en: 'Packages and releases', 'zh-CN': '安装包与发布' },
      pages: docs('packaging', 'hot-update', 'releases', 'app-stores', 'resolve')
    },
    {
      title: { en: 'Reference', 'zh-CN': '参考' },
      pages: [
        ...docs('errors', 'variables', 'performance', 'zh-CN/glossary'),
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'SECURITY.md'
      ]
    },
    {
      title: { en: 'Decisions', 'zh-CN': '决策' },
      pages: ['docs/decisions.md', ...folder('decisions')],
      isShut: true
    }
  ]
}
