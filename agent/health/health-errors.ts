import { defineErrors, neededThing } from '../define-errors.js'

export const healthErrors = defineErrors({
  HEALTH_TOO_POOR: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{device} is {grade}, and {wanted} is required: {reasons}',
      zh: '{device} 的状态是 {grade}，要求 {wanted}：{reasons}'
    },
    hint: {
      en: 'Run on another machine; "packline doctor" on this one says what mends it.',
      zh: '请在另一台机器上运行；在这台机器上运行 "packline doctor" 可查看修复方法。'
    }
  }
})
