import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { navigation, siteLanguages } from './navigation.js'
import type { SiteLanguage } from './navigation.js'

/** A page of the site in one language. */
export interface SitePage {
  language: SiteLanguage
  /** Where it is on the site, such as `zh-CN/assets.md`. */
  path: string
  title: string
  /** The text in the repository, which links are relative to. */
  file: string
  /** The page of the navigation that it is an edition of. */
  source: string
  text: string
}

const notTranslated: Record<SiteLanguage, string> = {
  en: 'This page is for readers of Chinese, and there is no other.',
  'zh-CN': '本页还没有译成中文，以下是英文原文。'
}

/**
 * Each page in each language, so that the switch of languages and the search of each find all of them; where a
 * text was not translated, the other language's stands there and says so.
 */
export function sitePages (root: string): SitePage[] {
  const sources = navigation(root).flatMap(({ pages }) => pages)
  return siteLanguages.flatMap(language =>
    sources.map(source => {
      const translation = source.replace(/^(?:docs\/)?(?=(?:steps\/)?[^/]+$)/, 'docs/zh-CN/')
      const isTranslated = language === 'zh-CN' && translation !== source &&
        existsSync(join(root, translation))
      const file = isTranslated ? translation : source
      const isOwn = isTranslated || languageOf(source) === language
      const text = readFileSync(join(root, file), 'utf8').replace(/^<!-- translated from .*-->\n/, '')
      return {
        language,
        path: `${language === 'en' ? '' : `${language}/`}${siteName(source)}`,
        title: /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? source,
        file,
        source,
        text: isOwn
          ? withoutChineseBreaks(text)
          : text.replace(/^# .+$/m, `$&\n\n> ${notTranslated[language]}`)
      }
    })
  )
}

/** A break of a line would be a blank between characters; Chinese has none. */
function withoutChineseBreaks (text: string): string {
  return text
    .split(/(^ *```[^]*?^ *```$)/m)
    .map(part =>
      /^ *```/.test(part)
        ? part
        : part.replace(
          /(?<=\p{Script=Han})\n *(?=\p{Script=Han})|(?<=[，。；：？！、）”…])\n *(?=[^\s>|*#\d-])/gu,
          ''
        )
    )
    .join('')
}

function languageOf (source: string): SiteLanguage {
  return source.startsWith('docs/zh-CN/') ? 'zh-CN' : 'en'
}

function siteName (source: string): string {
  return source === 'README.md' ? 'index.md' : source.replace(/^docs\/(?:zh-CN\/)?/, '')
}
