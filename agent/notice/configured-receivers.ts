import { post } from '../alert/http-post.js'
import type { QuietHours } from '../alert/quiet-hours.js'
import type { NoticeReceiverConfig, NoticesConfig } from '../config/notices-schema.js'
import { readSecret } from '../config/secret.js'
import { PacklineError } from '../errors.js'
import type { Receiver } from './receiver.js'
import { robots } from './robots.js'

interface Place {
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  nowMs: () => number
}

const mailSpacingMs = 1000

/** The configuration's receivers, their secrets read. */
export async function configuredReceivers (
  { receivers }: NoticesConfig,
  place: Place
): Promise<Receiver[]> {
  return await Promise.all(receivers.map(async each => ({
    name: each.name,
    service: each.service,
    projects: each.projects,
    events: each.events,
    locale: each.language,
    ...each.quietHours !== undefined && { quietHours: quietHoursOf(each.quietHours) },
    ...each.service === 'mail' ? await byMail(each, place) : await byRobot(each, each.service, place)
  })))
}

function quietHoursOf (
  { failures, ...hours }: NonNullable<NoticeReceiverConfig['quietHours']>
): QuietHours {
  return { ...hours, unless: failures ? 'error' : 'critical' }
}

async function byRobot (
  { name, urlFile = '', secretFile, keyword }: NoticeReceiverConfig,
  service: keyof typeof robots,
  { environment, cwd, nowMs }: Place
): Promise<Pick<Receiver, 'spacingMs' | 'send'>> {
  const robot = robots[service]
  const url = await readSecret(urlFile, environment, cwd)
  if (!/^https?:\/\/[^\s@]+$/.test(url) || !URL.canParse(url)) {
    throw new PacklineError('NOTICE_ADDRESS_INVALID', { file: urlFile, receiver: name })
  }
  const secret = secretFile === undefined ? undefined : await readSecret(secretFile, environment, cwd)
  return {
    spacingMs: robot.spacingMs,
    send: async (message, signal) => {
      const { url: address, body } = robot.request(url, message, { secret, keyword }, nowMs())
      robot.check(await post(address, body, {}, signal))
    }
  }
}

async function byMail (
  { mail }: NoticeReceiverConfig,
  { environment, cwd }: Place
): Promise<Pick<Receiver, 'spacingMs' | 'send'>> {
  const password = mail?.passwordFile === undefined
    ? undefined
    : await readSecret(mail.passwordFile, environment, cwd)
  return {
    spacingMs: mailSpacingMs,
    send: async (message, signal) => {
      if (mail === undefined) return
      const { sendMail } = await import('./mail.js')
      await sendMail(mail, password, message, signal)
    }
  }
}
