import { createHash, createHmac } from 'node:crypto'

export interface AliyunKey {
  id: string
  secret: string
  /** Of a role that was taken on. */
  token?: string
}

export interface AliyunRequest {
  host: string
  action: string
  version: string
  /** Parameters in the address, and in the body. */
  query: Readonly<Record<string, string>>
  body: string
  at: Date
  nonce: string
}

/**
 * The headers of a request to Aliyun's OpenAPI, signed as "V3 request body and signature mechanism" of
 * help.aliyun.com says (ACS3-HMAC-SHA256): all headers that begin with x-acs-, host, and the body's type.
 */
export function signedHeaders (
  { host, action, version, query, body, at, nonce }: AliyunRequest,
  { id, secret, token }: AliyunKey
): Record<string, string> {
  const bodyDigest = sha256(body)
  const headers: Record<string, string> = {
    ...body !== '' && { 'content-type': 'application/x-www-form-urlencoded' },
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': bodyDigest,
    'x-acs-date': at.toISOString().replace(/\.\d+Z$/, 'Z'),
    ...token !== undefined && { 'x-acs-security-token': token },
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version
  }
  const names = Object.keys(headers).sort()
  const canonical = [
    'POST',
    '/',
    formOf(query),
    ...names.map(name => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    bodyDigest
  ]
    .join('\n')
  const signature = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest(
    'hex'
  )
  const signed = `Credential=${id},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { ...headers, authorization: `ACS3-HMAC-SHA256 ${signed}` }
}

/** By name, and encoded as RFC 3986 has it: encodeURIComponent leaves !'()* as they are. */
export function formOf (values: Readonly<Record<string, string>>): string {
  const encoded = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return Object
    .keys(values)
    .sort()
    .map(name => `${encoded(name)}=${encoded(values[name] ?? '')}`)
    .join('&')
}

function sha256 (text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
