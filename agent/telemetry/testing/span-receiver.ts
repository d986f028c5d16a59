import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv } from 'ajv'
import type { Test } from 'tap'

export interface ReceivedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Array<{ key: string, value: Record<string, unknown> }>
  status?: { code: number, message: string }
}

const object = (properties: Record<string, object>, ...required: string[]): object => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required
})
const text = { type: 'string' }
const hex = (bytes: number): object => ({ type: 'string', pattern: `^(?!0+$)[0-9a-f]{${bytes * 2}}$` })
const nano = { type: 'string', pattern: '^[1-9][0-9]{18}$' }
const keyValues = {
  type: 'array',
  items: object(
    {
      key: { type: 'string', minLength: 1 },
      value: {
        oneOf: [
          object({ stringValue: text }, 'stringValue'),
          object({ intValue: { type: 'string', pattern: '^-?[0-9]+$' } }, 'intValue'),
          object({ boolValue: { type: 'boolean' } }, 'boolValue')
        ]
      }
    },
    'key',
    'value'
  )
}

/**
 * ExportTraceServiceRequest (opentelemetry-proto 1.x, trace.proto, common.proto and resource.proto) in OTLP's
 * JSON, of which these are all the fields that packline uses. Stricter than a receiver, who passes over fields
 * that it does not know.
 */
const isRequest = new Ajv({ allErrors: true }).compile(object({
  resourceSpans: {
    type: 'array',
    minItems: 1,
    items: object(
      {
        resource: object({ attributes: keyValues }, 'attributes'),
        schemaUrl: text,
        scopeSpans: {
          type: 'array',
          minItems: 1,
          items: object({
            scope: object({ name: text, version: text }, 'name'),
            spans: {
              type: 'array',
              minItems: 1,
              items: object(
                {
                  traceId: hex(16),
                  spanId: hex(8),
                  parentSpanId: hex(8),
                  name: { type: 'string', minLength: 1 },
                  kind: { enum: [1, 2, 3, 4, 5] },
                  startTimeUnixNano: nano,
                  endTimeUnixNano: nano,
                  attributes: keyValues,
                  status: object({ code: { enum: [0, 1, 2] }, message: text }, 'code')
                },
                'traceId',
                'spanId',
                'name',
                'kind',
                'startTimeUnixNano',
                'endTimeUnixNano'
              )
            }
          }, 'spans')
        }
      },
      'resource',
      'scopeSpans'
    )
  }
}, 'resourceSpans'))

/** An OTLP receiver that takes what is valid; `answers` are the statuses of its first answers, 0 for none. */
export class SpanReceiver {
  readonly spans: ReceivedSpan[] = []
  readonly requests: IncomingHttpHeaders[] = []
  endpoint = ''
  #arrived = (): void => {}

  static async start (t: Test, answers: number[] = []): Promise<SpanReceiver> {
    const receiver = new SpanReceiver()
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      request.on('end', () => {
        const status = answers.shift() ?? 200
        const document: unknown = JSON.parse(body)
        t.equal(`${request.method} ${request.url}`, 'POST /v1/traces')
        t.ok(isRequest(document), JSON.stringify(isRequest.errors))
        receiver.requests.push(request.headers)
        if (status === 200) receiver.spans.push(...spansIn(document))
        if (status !== 0) {
          response.writeHead(status, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
        }
        receiver.#arrived()
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => {
      server.closeAllConnections()
      server.close()
    })
    receiver.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return receiver
  }

  /** Resolves as soon as what was received so far is enough. */
  async until (isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      await new Promise<void>(resolve => {
        this.#arrived = resolve
      })
    }
  }

  named (name: string): ReceivedSpan {
    const span = this.spans.find(each => each.name === name)
    if (span === undefined) {
      throw new Error(`no span ${name} among ${this.spans.map(each => each.name).join()}`)
    }
    return span
  }
}

function spansIn (document: unknown): ReceivedSpan[] {
  const { resourceSpans } = document as {
    resourceSpans: Array<{ scopeSpans: Array<{ spans: ReceivedSpan[] }> }>
  }
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}
