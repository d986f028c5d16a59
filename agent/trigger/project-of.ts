import type { RepositoryConfig } from '../config/repository-schema.js'

/** The API of the forge that serves `url`, as its makers lay it out. */
export function defaultApi (forge: 'gitlab' | 'github' | 'gitea', url: string): string {
  const { origin, hostname } = new URL(url)
  if (forge === 'gitlab') return `${origin}/api/v4`
  if (forge === 'gitea') return `${origin}/api/v1`
  return hostname === 'github.com' ? 'https://api.github.com' : `${origin}/api/v3`
}

/** group/name of the repository at `url`. */
export function projectOf ({ url, project }: Pick<RepositoryConfig, 'url' | 'project'>): string {
  const path = /^[a-z+]+:\/\//.test(url) ? new URL(url).pathname : url.slice(url.indexOf(':') + 1)
  return project ?? decodeURIComponent(path).replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')
}
