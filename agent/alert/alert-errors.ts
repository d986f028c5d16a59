import { defineErrors, wrongUsage } from '../define-errors.js'

export const alertErrors = defineErrors({
  ALERT_NO_DESTINATION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} names nowhere to send alerts to.',
      zh: '{file} 没有配置任何告警接收方。'
    },
    hint: {
      en: 'Set alerts.pagerduty or alerts.webhooks.',
      zh: '请设置 alerts.pagerduty 或 alerts.webhooks。'
    }
  }
})
