import { DeliveryError } from '../alert/http-post.js'
import type { MailConfig } from '../config/notices-schema.js'
import { errorText } from '../error-text.js'
import type { Message } from './notice-message.js'

const connectMs = 15_000
const answerMs = 30_000

/** Sends a message by mail; a connection for each, since they are few. */
export async function sendMail (
  { host, port, security, user, from, to }: MailConfig,
  password: string | undefined,
  { title, lines }: Message,
  signal: AbortSignal
): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...user !== undefined && password !== undefined && { auth: { user, pass: password } },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    // Nothing that a notice says makes it read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true
  })
  const close = (): void => {
    transport.close()
  }
  signal.addEventListener('abort', close, { once: true })
  try {
    await transport.sendMail({
      from,
      to,
      subject: title,
      text: lines.join('\n'),
      headers: { 'Auto-Submitted': 'auto-generated' }
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new DeliveryError(errorText(error), { cause: error })
  } finally {
    signal.removeEventListener('abort', close)
    close()
  }
}
