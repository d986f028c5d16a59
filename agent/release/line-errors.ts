import { defineErrors, refused, wrongUsage } from '../define-errors.js'

export const lineErrors = defineErrors({
  HOT_UPDATE_LINE_TAKEN: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'Players of {owner} ask for hot updates at {address}, so {target} cannot use that address.',
      zh: '{owner} 的玩家在 {address} 获取热更新，{target} 不能使用该地址。'
    },
    hint: {
      en: 'Nothing was changed. Publish to {owner}, or review another version or at another target.',
      zh: '未作任何更改。请发布到 {owner}，或改用其他版本或其他目标提审。'
    }
  },
  HOT_UPDATE_LINE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: '{target} has no hot updates for the native version {native}. Known are: {known}.',
      zh: '{target} 没有原生版本 {native} 的热更新。已知版本：{known}。'
    },
    hint: {
      en: 'A line begins with the first hot update that is delivered.',
      zh: '首个热更新交付后，热更新线即建立。'
    }
  },
  HOT_UPDATE_LINE_ENDED: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'Hot updates of {target} for {native} have ended; its players are told to update the app.',
      zh: '{target} 的原生版本 {native} 的热更新已终止；其玩家会被提示更新应用。'
    },
    hint: {
      en: 'Open it again with "packline release end-line {native} --target {target} --reopen".',
      zh: '如需恢复，请运行 "packline release end-line {native} --target {target} --reopen"。'
    }
  }
})
