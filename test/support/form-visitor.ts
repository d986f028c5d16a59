import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

/** A browser without a screen: it keeps its cookies, and sends the token of the page's forms with each form. */
export class FormVisitor {
  readonly #app: FastifyInstance
  readonly #headers: Record<string, string>
  readonly cookies = new Map<string, string>()
  #formToken = ''

  constructor (app: FastifyInstance, headers: Record<string, string> = {}) {
    this.#app = app
    this.#headers = { host: 'localhost', 'accept-language': 'en', accept: 'text/html', ...headers }
  }

  get formToken (): string {
    return this.#formToken
  }

  async get (url: string): Promise<LightMyRequestResponse> {
    return this.#kept(await this.#app.inject({ url, headers: this.headers }))
  }

  async post (
    url: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {}
  ): Promise<LightMyRequestResponse> {
    if (this.#formToken === '') await this.get('/login')
    return this.#kept(
      await this.#app.inject({
        method: 'POST',
        url,
        headers: { ...this.headers, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams({ 'form-token': this.#formToken, ...fields }).toString()
      })
    )
  }

  async signIn (name: string, password: string): Promise<LightMyRequestResponse> {
    const answer = await this.post('/login', { name, password })
    await this.get('/account')
    return answer
  }

  get headers (): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { ...this.#headers, ...cookie === '' ? {} : { cookie } }
  }

  #kept (answer: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, encodeURIComponent(value))
    }
    this.#formToken = /name="form-token" (?:value|content)="([^"]+)"/.exec(answer.body)?.[1] ??
      this.#formToken
    return answer
  }
}
