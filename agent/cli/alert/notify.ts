import { loadAgentConfig } from '../../config/agent-config.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { message, worded } from '../../messages/message.js'
import type { Wording } from '../../messages/phrase.js'
import { configuredReceivers } from '../../notice/configured-receivers.js'
import type { Receiver } from '../../notice/receiver.js'
import { recordMessage } from '../../release/team-notes.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { releaseOptions, withRelease } from '../release/open-release.js'
import { required } from '../release/required-option.js'
import { say } from '../release/show.js'
import { printJson, show, tell } from '../terminal.js'

const maxText = 2000

export const send = defineCommand({
  name: 'notify send',
  describe: 'command.notifySend',
  options: {
    ...releaseOptions,
    text: { type: 'string', value: 'TEXT', describe: 'option.noticeText' },
    failed: { type: 'boolean', describe: 'option.noticeFailed' },
    url: { type: 'string', value: 'URL', describe: 'option.noticeUrl' },
    id: { type: 'string', value: 'ID', describe: 'option.requestId' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const { failed: isFailure, url, id } = options
      const text = required('notify send', 'text', options.text).trim().slice(0, maxText)
      if (text === '') required('notify send', 'text', undefined)
      if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
        throw new PacklineError('NOTICE_URL_INVALID', { url })
      }
      const author = { by: actingPerson(context.environment), why: text, ...id !== undefined && { id } }
      const told = { text, isFailure, ...url !== undefined && { url } }
      const revision = await recordMessage(store, told, author)
      const number = revision?.revision ?? null
      return show(context, options.json, { revision: number }, () => [
        say(context, 'notify.recorded', { revision: number ?? '–', project: store.project })
      ])
    })
})

export const test = defineCommand({
  name: 'notify test',
  describe: 'command.notifyTest',
  options: {
    receiver: { type: 'string', value: 'NAME', multiple: true, describe: 'option.noticeReceiver' },
    ...configOption,
    ...jsonOption
  },
  run: async (context, options) => {
    const { environment, cwd, signal, locale } = context
    const { config, file } = await loadAgentConfig(environment, cwd, options.config)
    const { notices } = config
    if (notices.receivers.length === 0) throw new PacklineError('NOTICE_NO_RECEIVER', { file })
    const known = notices.receivers.map(({ name }) => name)
    for (const name of options.receiver) {
      if (!known.includes(name)) {
        throw new PacklineError('NOTICE_RECEIVER_UNKNOWN', { name, known: known.join(', ') })
      }
    }
    const asked = notices.receivers.filter(({ name }) =>
      options.receiver.length === 0 || options.receiver.includes(name)
    )
    const receivers = await configuredReceivers({ ...notices, receivers: asked }, {
      environment,
      cwd,
      nowMs: Date.now
    })
    const results = await Promise.all(receivers.map(async each => await sendTest(each, signal)))
    if (options.json) printJson(context, { results })
    for (const { receiver, isDelivered, ms, reason = '' } of results) {
      const words = { receiver, ms, reason: worded(locale, reason) }
      tell(context, isDelivered ? 'notify.delivered' : 'notify.notDelivered', words)
    }
    return results.every(({ isDelivered }) => isDelivered) ? 0 : 3
  }
})

async function sendTest (
  { name, locale, send: deliver }: Receiver,
  signal: AbortSignal
): Promise<{ receiver: string, isDelivered: boolean, ms: number, reason?: Wording }> {
  const started = performance.now()
  const ms = (): number => Math.round(performance.now() - started)
  try {
    await deliver({ title: message(locale, 'notice.test', { receiver: name }), lines: [] }, signal)
    return { receiver: name, isDelivered: true, ms: ms() }
  } catch (error) {
    signal.throwIfAborted()
    return { receiver: name, isDelivered: false, ms: ms(), reason: errorText(error) }
  }
}
