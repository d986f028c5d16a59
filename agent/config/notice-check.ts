import type { NoticeReceiverConfig, NoticesConfig } from './notices-schema.js'
import { isTimeZone } from './time-zone.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

/** What no schema can say of receivers: each service has what it needs and nothing that it ignores. */
export function noticeMistakes ({ receivers }: NoticesConfig): Mistake[] {
  const names = receivers.map(({ name }) => name)
  return receivers.flatMap((receiver, index) => [
    ...names.indexOf(receiver.name) === index
      ? []
      : [mistake(`notices.receivers.${index}.name`, receiver.name, 'config.receiverNames')],
    ...receiverMistakes(`notices.receivers.${index}`, receiver)
  ])
}

function receiverMistakes (path: string, receiver: NoticeReceiverConfig): Mistake[] {
  const { service, urlFile, secretFile, keyword, mail, quietHours } = receiver
  const isMail = service === 'mail'
  const isSigned = service === 'dingtalk' || service === 'feishu'
  const given = (field: string, value: unknown): Mistake[] =>
    value === undefined ? [] : [mistake(`${path}.${field}`, value, 'config.notOfService', { service })]
  const { timeZone } = quietHours ?? {}
  return [
    ...isMail === (mail === undefined)
      ? [mistake(`${path}.mail`, mail, isMail ? 'config.mailMissing' : 'config.notOfService', { service })]
      : [],
    ...isMail ? given('urlFile', urlFile) : [],
    ...!isMail && urlFile === undefined
      ? [mistake(`${path}.urlFile`, urlFile, 'config.robotAddress', { service })]
      : [],
    ...isSigned ? [] : [...given('secretFile', secretFile), ...given('keyword', keyword)],
    ...mail !== undefined && (mail.user === undefined) !== (mail.passwordFile === undefined)
      ? [mistake(`${path}.mail`, mail.user, 'config.mailUser')]
      : [],
    ...timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [mistake(`${path}.quietHours.timeZone`, timeZone, 'config.timeZone')]
  ]
}
