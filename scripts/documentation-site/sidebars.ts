import { navigation } from './navigation.js'
import type { SiteLanguage } from './navigation.js'
import type { SitePage } from './site-pages.js'

export interface SidebarEntry {
  text: string
  collapsed?: boolean
  items: Array<{ text: string, link: string }>
}

/** The side bar of each language, as VitePress takes it. */
export function sidebars (root: string, pages: readonly SitePage[]): Record<SiteLanguage, SidebarEntry[]> {
  const groups = navigation(root)
  const of = (language: SiteLanguage): SidebarEntry[] =>
    groups.map(({ title, pages: sources, isShut = false }) => ({
      text: title[language],
      ...isShut && { collapsed: true },
      items: pages.filter(page => page.language === language && sources.includes(page.source)).map(
        ({ title: text, path }) => ({ text, link: `/${path}` })
      )
    }))
  return { en: of('en'), 'zh-CN': of('zh-CN') }
}
