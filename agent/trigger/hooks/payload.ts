import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { isPlainServer } from './signature.js'
import type { HookForge, HookHeaders } from './signature.js'
import { phrase, shortened } from '../../messages/phrase.js'

/**
 * What of a hook is believed: that something may have been pushed to one of these addresses. Its commits are
 * asked for at the server.
 */
export interface HookCall {
  isPush: boolean
  /** Every way in which the forge names the repository. */
  addresses: string[]
  /** group/name, or without a forge the name in the agent's configuration. */
  project: string | undefined
}

const eventHeaders: Record<Exclude<HookForge, 'git' | 'svn'>, string[]> = {
  gitlab: ['x-gitlab-event'],
  github: ['x-github-event'],
  gitea: ['x-gitea-event', 'x-forgejo-event']
}
const addressFields = [
  'git_http_url',
  'git_ssh_url',
  'http_url',
  'ssh_url',
  'clone_url',
  'html_url',
  'web_url',
  'url',
  'git_url'
]

export function parseHook (forge: HookForge, headers: HookHeaders, body: Buffer): HookCall {
  const payload = parseBody(headers, body)
  if (!isJsonObject(payload)) throw new PacklineError('HOOK_INVALID', { reason: phrase('hook.noObject') })
  if (isPlainServer(forge)) {
    if (typeof payload.repository !== 'string') {
      throw new PacklineError('HOOK_INVALID', { reason: phrase('hook.noRepository') })
    }
    return { isPush: true, addresses: [], project: payload.repository }
  }
  const event = eventHeaders[forge].map(name => headers[name]).find(each => each !== undefined) ?? ''
  const places = [payload.project, payload.repository].filter(isJsonObject)
  if (places.length === 0) {
    if (isPushEvent(forge, event, payload)) {
      throw new PacklineError('HOOK_INVALID', { reason: phrase('hook.noRepository') })
    }
    return { isPush: false, addresses: [], project: undefined }
  }
  const addresses = places
    .flatMap(place => addressFields.map(name => place[name]))
    .filter(each => typeof each === 'string')
  const project = places
    .flatMap(place => [place.path_with_namespace, place.full_name])
    .find(each => typeof each === 'string')
  return { isPush: isPushEvent(forge, event, payload), addresses, project }
}

/** Two addresses of one repository become the same text: without scheme, user, port and .git. */
export function normalAddress (address: string): string {
  const [, host = '', path = ''] = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]*)(?::\d+)?\/(.*)$/i.exec(address) ??
    /^(?:[^/@]*@)?([^/:]+):(.*)$/.exec(address) ?? []
  return `${host.toLowerCase()}/${path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')}`
}

/** Pushes to branches, and the making and removing of them. Tags build nothing. */
function isPushEvent (
  forge: HookForge,
  event: string,
  { object_kind: kind, event_name: name, ref, ref_type: refType }: Record<string, unknown>
): boolean {
  const isTag = typeof ref === 'string' && ref.startsWith('refs/tags/')
  if (isTag || refType === 'tag') return false
  if (forge === 'gitlab') {
    return kind === 'push' || name === 'push' || name === 'repository_update' || event === 'Push Hook'
  }
  return ['push', 'create', 'delete'].includes(event)
}

function parseBody (headers: HookHeaders, body: Buffer): unknown {
  const text = body.toString('utf8')
  try {
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    return JSON.parse(isForm ? new URLSearchParams(text).get('payload') ?? '' : text)
  } catch (error) {
    throw new PacklineError('HOOK_INVALID', { reason: shortened(errorText(error), 200) }, { cause: error })
  }
}
