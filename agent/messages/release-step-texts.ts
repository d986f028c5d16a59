import { defineTexts } from './define-texts.js'

/** What is done next with a release, on pages. */
export const releaseStepTexts = defineTexts({
  'release.step.submit': { en: 'Submit for review', zh: '提审' },
  'submit.title': { en: 'Submit {release} for review', zh: '{release} 提审' },
  'submit.intro': {
    en: 'The target then gives this version and build to everybody whose client is of them. Upload ' +
      'the package to the store yourself, or on the page of uploads.',
    zh: '此后该目标把这个版本和构建交给所有使用它的客户端。安装包请自行上传到商店，或在上传页面上传。'
  },
  'submit.nowhere': {
    en: 'It has packages at no target yet: make them and publish them first.',
    zh: '它在任何目标都还没有安装包：请先制作并发布。'
  },
  'submit.places': { en: 'Players see the difference at:', zh: '玩家会在以下位置看到变化：' },
  'submit.do': { en: 'Submit it', zh: '提交审核' },
  'submit.mayNot': {
    en: 'Submitting takes the role release in this project.',
    zh: '提审需要本项目的 release 角色。'
  }
})
