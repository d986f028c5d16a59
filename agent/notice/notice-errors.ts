import { defineErrors, wrongUsage } from '../define-errors.js'

export const noticeErrors = defineErrors({
  NOTICE_NO_RECEIVER: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} names no receivers of notices.',
      zh: '{file} 没有配置任何通知接收方。'
    },
    hint: {
      en: 'Set notices.receivers.',
      zh: '请设置 notices.receivers。'
    }
  },
  NOTICE_RECEIVER_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no receiver of notices named "{name}".',
      zh: '没有名为 "{name}" 的通知接收方。'
    },
    hint: {
      en: 'Known are: {known}.',
      zh: '已有的接收方：{known}。'
    }
  },
  NOTICE_ADDRESS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} does not hold the address of the robot "{receiver}".',
      zh: '{file} 中不是机器人 "{receiver}" 的地址。'
    },
    hint: {
      en: 'It holds one line, the address that the service shows for the robot, beginning with https://.',
      zh: '文件中应只有一行：该服务为机器人显示的地址，以 https:// 开头。'
    }
  },
  NOTICE_URL_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'A notice leads to "{url}", which is no address of a page.',
      zh: '通知指向 "{url}"，它不是网页地址。'
    },
    hint: {
      en: 'Give an address that begins with http:// or https://.',
      zh: '请给出以 http:// 或 https:// 开头的地址。'
    }
  }
})
