import { createHmac } from 'node:crypto'
import { DeliveryError } from '../alert/http-post.js'
import { isJsonObject } from '../json-object.js'
import { phrase } from '../messages/phrase.js'
import type { Message } from './notice-message.js'

interface RobotRequest {
  url: string
  body: unknown
}

export interface Robot {
  spacingMs: number
  request: (url: string, message: Message, options: RobotOptions, nowMs: number) => RobotRequest
  /** Throws for an answer that says no: robots answer 200 to what they refuse. */
  check: (answer: string) => void
}

export interface RobotOptions {
  secret?: string | undefined
  keyword?: string | undefined
}

/** DingTalk blocks a robot for ten minutes after its 21st message in a minute. */
const blockedMs = 600_000
const minuteMs = 60_000

/**
 * Signed by timestamp and signature in the query: HMAC-SHA256 over both, keyed by the secret. 20 messages a
 * minute, 20000 bytes each. It takes no message back, and edits none.
 */
const dingtalk: Robot = {
  spacingMs: 3500,
  request: (url, message, { secret, keyword }, nowMs) => {
    const address = new URL(url)
    if (secret !== undefined) {
      address.searchParams.set('timestamp', String(nowMs))
      address.searchParams.set(
        'sign',
        createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64')
      )
    }
    const content = within(withKeyword(plainText(message), keyword), 18_000)
    return { url: address.href, body: { msgtype: 'text', text: { content } } }
  },
  check: answer => {
    checkCode(answer, ['errcode'], ['errmsg'], { 130_101: blockedMs })
  }
}

/** The key in the address is all. 20 messages a minute, 2048 bytes of text each. */
const wecom: Robot = {
  spacingMs: 3500,
  request: (url, message) => {
    // <@somebody> in a text calls that person.
    const content = within(plainText(message).replaceAll('<', '＜'), 2000)
    return { url, body: { msgtype: 'text', text: { content } } }
  },
  check: answer => {
    checkCode(answer, ['errcode'], ['errmsg'], { 45_009: minuteMs })
  }
}

/**
 * Signed in the body: the empty text, keyed by timestamp and secret; within an hour. 100 messages a minute, 5
 * a second. Texts in a post are taken as they are, where <at> in a plain text would call somebody.
 */
const feishu: Robot = {
  spacingMs: 1000,
  request: (url, message, { secret, keyword }, nowMs) => {
    const timestamp = String(Math.floor(nowMs / 1000))
    const lines = within(withKeyword(message.lines.join('\n'), missing(message, keyword)), 15_000).split('\n')
    const post = { title: message.title, content: lines.map(line => [textOrLink(line)]) }
    const sign = secret === undefined
      ? undefined
      : createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
    return {
      url,
      body: {
        ...sign !== undefined && { timestamp, sign },
        msg_type: 'post',
        content: { post: { zh_cn: post } }
      }
    }
  },
  check: answer => {
    checkCode(answer, ['code', 'StatusCode'], ['msg', 'StatusMessage'], { 11_232: minuteMs, 9499: minuteMs })
  }
}

/** As Slack's incoming webhooks: 1 message a second, answered by a status and `ok`. */
const slack: Robot = {
  spacingMs: 1000,
  request: (url, message) => {
    const text = plainText(message)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
    return { url, body: { text: within(text, 35_000) } }
  },
  check: () => {}
}

export const robots = { dingtalk, wecom, feishu, slack } as const

function plainText ({ title, lines }: Message): string {
  return [title, ...lines].join('\n')
}

function textOrLink (text: string): Record<string, string> {
  return /^https?:\/\/\S+$/.test(text) ? { tag: 'a', text, href: text } : { tag: 'text', text }
}

function withKeyword (text: string, keyword: string | undefined): string {
  return keyword === undefined || text.includes(keyword) ? text : `${keyword}\n${text}`
}

function missing (message: Message, keyword: string | undefined): string | undefined {
  return keyword !== undefined && plainText(message).includes(keyword) ? undefined : keyword
}

/** The beginning, in as many bytes of UTF-8. */
function within (text: string, bytes: number): string {
  const all = Buffer.from(text)
  if (all.length <= bytes) return text
  return `${new TextDecoder().decode(all.subarray(0, bytes - 3)).replace(/\uFFFD+$/, '')}…`
}

function checkCode (
  answer: string,
  codes: readonly string[],
  texts: readonly string[],
  pauses: Readonly<Record<number, number>>
): void {
  const document = parsed(answer)
  const code = codes.map(name => document[name]).find(value => value !== undefined)
  if (code === 0) return
  const said = texts.map(name => document[name]).find(value => typeof value === 'string') ?? answer
  const pause = typeof code === 'number' ? pauses[code] : undefined
  throw new DeliveryError(
    phrase('robot.refused', {
      code: typeof code === 'number' ? code : '-',
      said: String(said).slice(0, 300)
    }),
    { retryAfterMs: pause }
  )
}

function parsed (answer: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(answer)
    return isJsonObject(document) ? document : {}
  } catch {
    return {}
  }
}
