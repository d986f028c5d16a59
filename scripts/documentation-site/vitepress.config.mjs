// What VitePress reads; scripts/site puts it beside the pages, with site.json.
import { readFileSync } from 'node:fs'

const { base, icon, out, sidebars } = JSON.parse(readFileSync(new URL('site.json', import.meta.url), 'utf8'))

/** Headings have the names that links in the texts and on forges use. */
function slugify (heading) {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '').replaceAll(' ', '-')
}

/**
 * The words of a text to search for: Chinese has no blanks between words, so each two neighbouring characters
 * are one. It is sent to the browser as it stands here.
 */
function tokenize (text) {
  return text.split(/[\n\r\p{Z}\p{P}|`]+/u).flatMap(word =>
    word.split(/(\p{Script=Han}+)/u).filter(Boolean).flatMap(part =>
      /\p{Script=Han}/u.test(part) && part.length > 1
        ? Array.from(part).slice(1).map((character, at) => Array.from(part)[at] + character)
        : [part]
    )
  )
}

const inChinese = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    displayDetails: '显示详情',
    resetButtonTitle: '清除',
    backButtonTitle: '关闭',
    noResultsText: '没有找到',
    footer: { selectText: '打开', navigateText: '移动', closeText: '关闭' }
  }
}

export default {
  title: 'packline',
  base,
  outDir: out,
  head: [['link', {
    rel: 'icon',
    type: 'image/svg+xml',
    href: `data:image/svg+xml,${encodeURIComponent(icon)}`
  }]],
  markdown: { anchor: { slugify }, linkify: false },
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: sidebars.en, outline: { level: [2, 3] } } },
    'zh-CN': {
      label: '简体中文',
      lang: 'zh-CN',
      themeConfig: {
        sidebar: sidebars['zh-CN'],
        outline: { level: [2, 3], label: '本页内容' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '浅色',
        darkModeSwitchTitle: '深色',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '切换语言'
      }
    }
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: { locales: { 'zh-CN': { translations: inChinese } }, miniSearch: { options: { tokenize } } }
    }
  }
}
