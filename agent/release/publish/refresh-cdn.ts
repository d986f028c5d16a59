import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { readSecret } from '../../config/secret.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { CacheUrls } from '../cdn-urls.js'
import type { CdnRecord, PublisherRecord } from '../publisher-record.js'
import { formOf, signedHeaders } from './aliyun-signature.js'
import type { AliyunKey } from './aliyun-signature.js'
import { runHook } from './command-publisher.js'
import { checkGivenRefresh } from './open-publisher.js'
import type { PublisherContext } from './open-publisher.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** RefreshObjectCaches takes so many at once (help.aliyun.com, "RefreshObjectCaches"). */
const mostUrls = 1000
const mostFolders = 100
const endpoint = 'https://cdn.aliyuncs.com'
const timeoutMs = 30_000

/**
 * Asks the network before a place to forget these addresses. It takes some minutes over it, five to six at
 * Aliyun's; what it serves until then is whole, and of before. Throws RELEASE_CDN_FAILED.
 */
export async function refreshCdn (
  record: PublisherRecord,
  { urls, folders }: CacheUrls,
  context: PublisherContext,
  signal: AbortSignal
): Promise<void> {
  const { cdn, place } = record
  if (cdn === undefined) return
  if (cdn.command !== undefined) {
    await checkGivenRefresh(record, context)
    const hook = { command: [cdn.command], cwd: context.home, environment: context.environment }
    await runHook('refresh', { urls, folders }, hook, cdn.command, signal)
    return
  }
  const key = await keyOf(cdn, context)
  const asked = [...batches(urls, mostUrls, 'File'), ...batches(folders, mostFolders, 'Directory')]
  for (const form of asked) await ask(form, key, context.cdnEndpoint ?? endpoint, place, signal)
}

function batches (all: readonly string[], most: number, type: string): Array<Record<string, string>> {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => ({
    ObjectPath: all.slice(index * most, (index + 1) * most).join('\n'),
    ObjectType: type
  }))
}

async function keyOf ({ key }: CdnRecord, { environment, home }: PublisherContext): Promise<AliyunKey> {
  const text = key === undefined ? undefined : await readSecret(key, environment, home)
  const [
    ,
    id = environment.ALIBABA_CLOUD_ACCESS_KEY_ID,
    secret = environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET
  ] = /^([^:\s]+):(\S+)$/.exec(text ?? '') ?? []
  if (id === undefined || secret === undefined || text !== undefined && !text.includes(':')) {
    throw new PacklineError('CONFIG_SECRET_MISSING', {
      where: key ?? 'ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      reason: key === undefined ? phrase('secret.notSet') : phrase('cdn.keyForm')
    })
  }
  const token = text === undefined ? environment.ALIBABA_CLOUD_SECURITY_TOKEN : undefined
  return { id, secret, ...token !== undefined && { token } }
}

async function ask (
  form: Record<string, string>,
  key: AliyunKey,
  address: string,
  place: string,
  signal: AbortSignal
): Promise<void> {
  const failed = (reason: Wording): PacklineError =>
    new PacklineError('RELEASE_CDN_FAILED', { place, reason })
  const body = formOf(form)
  const { host } = new URL(address)
  const [action, version] = ['RefreshObjectCaches', '2018-05-10']
  const about = { host, action, version, query: {}, body, at: new Date(), nonce: randomUUID() }
  let status: number
  let text: string
  try {
    const answer = await request(address, {
      method: 'POST',
      headers: signedHeaders(about, key),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    })
    status = answer.statusCode
    text = (await answer.body.text()).slice(0, 10_000)
  } catch (error) {
    signal.throwIfAborted()
    // The client's own error is not kept: it may know the headers.
    throw failed(errorText(error))
  }
  const told = jsonOf(text)
  if (status === 200 && typeof told.RefreshTaskId === 'string') return
  throw failed(`${status} ${String(told.Code ?? '')} ${String(told.Message ?? '')}`.trim())
}

function jsonOf (text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}
