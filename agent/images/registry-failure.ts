import { PacklineError } from '../errors.js'
import { registryOf } from './image-reference.js'
import type { ToolAnswer } from './container-tools.js'

interface Failed {
  tool: string
  work: string
  repository: string
  storage: string
}

/**
 * What buildah and skopeo say when a registry does not do what was asked, in the words of
 * github.com/containers/image (docker/errors.go, docker/docker_client.go) and of the registries themselves
 * (distribution, registry/api/errcode and registry/api/v2/errors.go).
 */
export function registryFailure (
  answer: ToolAnswer,
  { tool, work, repository, storage }: Failed
): PacklineError {
  const registry = registryOf(repository)
  const reason = lastWords(answer.said)
  if (isDiskFull(answer.said)) return new PacklineError('CONTAINER_DISK_FULL', { tool, reason, storage })
  if (/unauthorized|authentication required|\bdenied\b|\b40[13]\b|invalid username\/password/i.test(reason)) {
    return new PacklineError('CONTAINER_REGISTRY_AUTH', { registry, reason })
  }
  if (
    /dial tcp|no such host|connection (?:refused|reset)|i\/o timeout|TLS handshake|x509|\bEOF\b|HTTP response to HTTPS/i
      .test(reason)
  ) return new PacklineError('CONTAINER_REGISTRY_UNREACHABLE', { registry, reason })
  if (/unsupported|\b405\b|toomanyrequests|too many requests|invalid|\b[45]\d\d\b/i.test(reason)) {
    return new PacklineError('CONTAINER_REGISTRY_REFUSED', { registry, reason })
  }
  return new PacklineError('CONTAINER_BUILDER_FAILED', { tool, work, reason })
}

export function isUnknown ({ said }: ToolAnswer): boolean {
  return /manifest unknown|name unknown|repository name not known|\b404\b|not found/i.test(lastWords(said))
}

export function isDiskFull (said: string): boolean {
  return /no space left on device|disk quota exceeded/i.test(said)
}

/** The last error, without the frame of its log line; it may quote what others sent. */
export function lastWords (said: string): string {
  const lines = said.split('\n').map(line => line.trim()).filter(line => line !== '')
  const line = lines.findLast(each => /^Error: |level=(?:fatal|error)/.test(each)) ?? lines.at(-1) ?? said
  const framed = /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll('\\"', '"')
  return (framed ?? line.replace(/^Error: /, '')).slice(0, 500)
}
