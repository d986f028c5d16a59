import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '../messages/message.js'
import { contentSecurityPolicy, type View } from '../ui/page.js'
import { includesRole } from './roles.js'
import type { Caller } from './roles.js'

/** A page is no part of the interface for programs. */
export const hidden = { hide: true } as const

/** How long a page waits for what others have to tell. */
export const answerMs = 10_000

/**
 * With `no-referrer` a browser names no origin for forms, and they would be refused as those of another page
 * are.
 */
export async function sendPage (reply: FastifyReply, body: string): Promise<FastifyReply> {
  const { encoding, bytes } = await compressed(body, reply.request.headers['accept-encoding'])
  return await reply
    .type('text/html; charset=utf-8')
    .headers({
      ...encoding !== undefined && { 'content-encoding': encoding },
      vary: 'accept-encoding',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store'
    })
    .send(bytes)
}

const brotli = promisify(brotliCompress)
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** The table of a large farm is a megabyte of much the same. Browsers take Brotli over TLS only, and here. */
async function compressed (
  body: string,
  accepted: string | string[] | undefined
): Promise<{ encoding?: string, bytes: Buffer }> {
  const bytes = Buffer.from(body)
  const offers = String(accepted ?? '').split(',').map(each => each.trim().split(';')[0])
  if (offers.includes('br')) return { encoding: 'br', bytes: await brotli(bytes, quick) }
  if (offers.includes('gzip')) return { encoding: 'gzip', bytes: await promisify(gzip)(bytes) }
  return { bytes }
}

/** Who looks at a page, and how. */
export function viewOf (
  { url, headers, visit, caller }: Pick<FastifyRequest, 'url' | 'headers' | 'visit' | 'caller'>,
  nowMs: number
): View {
  const [path = '/', query] = url.split('?', 2)
  const asked = new URLSearchParams(query).get('lang')
  // What is refused before anybody asked who calls has a page too.
  const { role }: Pick<Caller, 'role'> = (caller as Caller | undefined) ?? { role: 'none' }
  const view = {
    locale: localeOf(asked, headers['accept-language']),
    nowMs,
    path,
    ...visit !== undefined && {
      visitor: {
        formToken: visit.formToken,
        name: visit.person?.name,
        canSignIn: visit.canSignIn,
        seesFarm: includesRole(role, 'read'),
        isAdmin: includesRole(role, 'admin')
      }
    }
  }
  return query === undefined ? view : { ...view, search: query.slice(0, 1000) }
}

/** The language asked for, else the first that the browser names and we have. */
function localeOf (asked: string | null, accept = ''): Locale {
  if (asked === 'zh') return 'zh-CN'
  if (asked === 'en') return 'en'
  const first = accept
    .slice(0, 500)
    .split(',')
    .map(each => each.trim().slice(0, 2).toLowerCase())
    .find(each => each === 'zh' || each === 'en')
  return first === 'zh' ? 'zh-CN' : 'en'
}

/** Browsers name text/html before anything else; programs that take anything get JSON. */
export function prefersHtml (accept: string | undefined): boolean {
  return accept !== undefined && accept.length < 1000 && /^\s*text\/html\b/i.test(accept)
}
