import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const dingtalkSecret = 'SECdingtalk'
export const feishuSecret = 'feishu-secret'
export const keyword = '发布'

interface Answer {
  status?: number
  body: unknown
}

export interface Taken {
  service: string
  text: string
}

const hourMs = 3_600_000
const minuteMs = 60_000

/**
 * Robots of group chats as far as we know them from those who called the real ones. All answer 200 to what
 * they refuse, but Slack's. `down` answers 503 in place of them.
 */
export class RobotStandIn {
  readonly taken: Taken[] = []
  isDown = false
  readonly #nowMs: () => number
  /** When messages came, by service. */
  readonly times = new Map<string, number[]>()
  readonly #server = createServer((request, response) => {
    this.#answer(request).then(({ status = 200, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }, () => {
      response.destroy()
    })
  })

  private constructor (nowMs: () => number) {
    this.#nowMs = nowMs
  }

  static async start (nowMs: () => number): Promise<RobotStandIn> {
    const robots = new RobotStandIn(nowMs)
    robots.#server.listen(0, '127.0.0.1')
    await once(robots.#server, 'listening')
    return robots
  }

  get urls (): Record<'dingtalk' | 'wecom' | 'feishu' | 'slack', string> {
    const base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return {
      dingtalk: `${base}/robot/send?access_token=dingtalk-token`,
      wecom: `${base}/cgi-bin/webhook/send?key=wecom-key`,
      feishu: `${base}/open-apis/bot/v2/hook/feishu-token`,
      slack: `${base}/services/T0/B0/slack-token`
    }
  }

  textsOf (service: string): string[] {
    return this.taken.filter(each => each.service === service).map(each => each.text)
  }

  async close (): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer (request: IncomingMessage): Promise<Answer> {
    const body = JSON.parse(await text(request)) as Record<string, never>
    const url = new URL(request.url ?? '', 'http://robots')
    if (this.isDown) return { status: 503, body: 'down' }
    switch (url.pathname) {
      case '/robot/send':
        return this.#dingtalk(url, body)
      case '/cgi-bin/webhook/send':
        return this.#wecom(url, body)
      case '/open-apis/bot/v2/hook/feishu-token':
        return this.#feishu(body)
      case '/services/T0/B0/slack-token':
        return this.#slack(body)
    }
    // Feishu, of a token that it does not know.
    return { body: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' } }
  }

  /**
   * The codes stand in Aliyun's table of DingTalk's errors: 310000 for keyword, signature and time stamp,
   * 130101 for the 21st message in a minute, 460101 for 20000 bytes.
   */
  #dingtalk ({ searchParams }: URL, body: { msgtype?: string, text?: { content: string } }): Answer {
    const refuse = (errcode: number, errmsg: string): Answer => ({ body: { errcode, errmsg } })
    if (searchParams.get('access_token') !== 'dingtalk-token') return refuse(300_005, 'token is not exist')
    const timestamp = searchParams.get('timestamp') ?? ''
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - this.#nowMs()) > hourMs) {
      return refuse(310_000, 'invalid timestamp')
    }
    const sign = createHmac('sha256', dingtalkSecret).update(`${timestamp}\n${dingtalkSecret}`).digest(
      'base64'
    )
    if (searchParams.get('sign') !== sign) return refuse(310_000, 'sign not match')
    const content = body.msgtype === 'text' ? body.text?.content : undefined
    if (content === undefined) return refuse(40_035, '缺少参数 json')
    if (!content.includes(keyword)) return refuse(310_000, 'keywords not in content')
    if (Buffer.byteLength(content) > 20_000) return refuse(460_101, 'message too long, exceed 20000 bytes')
    if (this.#isTooMany('dingtalk', 20)) return refuse(130_101, 'send too fast, exceed 20 times per minute')
    return this.#take('dingtalk', content, { errcode: 0, errmsg: 'ok' })
  }

  /** 93000 for another key, 40058 for a longer text, 45009 for more than 20 a minute. */
  #wecom ({ searchParams }: URL, body: { msgtype?: string, text?: { content: string } }): Answer {
    const refuse = (errcode: number, errmsg: string): Answer => ({ body: { errcode, errmsg } })
    if (searchParams.get('key') !== 'wecom-key') {
      return refuse(93_000, 'invalid webhook url, hint: [1], from ip: 127.0.0.1')
    }
    const content = body.msgtype === 'text' ? body.text?.content : undefined
    if (content === undefined) return refuse(40_008, 'invalid message type')
    if (Buffer.byteLength(content) > 2048) return refuse(40_058, 'text.content exceed max length 2048')
    if (this.#isTooMany('wecom', 20)) return refuse(45_009, 'api freq out of limit')
    return this.#take('wecom', content, { errcode: 0, errmsg: 'ok' })
  }

  /** 19021 for signature and time, 19024 for the keyword, 11232 for more than 100 a minute. */
  #feishu (
    body: {
      timestamp?: string
      sign?: string
      msg_type?: string
      content?: { post?: { zh_cn?: { title: string, content: Array<Array<{ tag: string, text: string }>> } } }
    }
  ): Answer {
    const refuse = (code: number, msg: string): Answer => ({ body: { code, data: {}, msg } })
    const { timestamp = '', sign, content: { post } = {} } = body
    const expected = createHmac('sha256', `${timestamp}\n${feishuSecret}`).update('').digest('base64')
    const isOld = !/^\d{10}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - this.#nowMs()) > hourMs
    if (sign !== expected || isOld) {
      return refuse(19_021, 'sign match fail or timestamp is not within one hour from current time')
    }
    if (body.msg_type !== 'post' || post?.zh_cn === undefined) return refuse(9499, 'Bad Request')
    const { title, content } = post.zh_cn
    const said = [title, ...content.map(line => line.map(each => each.text).join(''))].join('\n')
    if (!said.includes(keyword)) return refuse(19_024, 'Key Words Not Found')
    if (this.#isTooMany('feishu', 100)) return refuse(11_232, 'frequency limited')
    return this.#take('feishu', said, {
      StatusCode: 0,
      StatusMessage: 'success',
      code: 0,
      data: {},
      msg: 'success'
    })
  }

  #slack ({ text: said }: { text?: string }): Answer {
    if (typeof said !== 'string' || said === '') return { status: 400, body: 'no_text' }
    return this.#take('slack', said, 'ok')
  }

  #take (service: string, said: string, body: unknown): Answer {
    this.taken.push({ service, text: said })
    return { body }
  }

  #isTooMany (service: string, most: number): boolean {
    const nowMs = this.#nowMs()
    const times = (this.times.get(service) ?? []).filter(each => each > nowMs - minuteMs)
    this.times.set(service, [...times, nowMs])
    return times.length >= most
  }
}
