import { projectHere } from './project-here.js'
import type { ProjectHere } from './project-here.js'

export const deployment = (name: string, pod: object = {}): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: `r.example/${name}`, ...pod }] }
      }
    }
  })
export const service = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80 }] }
  })
export const configMap = (name: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: 'b' } })
export const image = `r.example/ucenter@sha256:${'a'.repeat(64)}`

/** A project with a base of `files`, and its cluster. */
export function staged (
  folder: string,
  files: Record<string, string>,
  { staging = {}, cluster = {}, kubeconfig = '/nowhere' }: {
    staging?: object
    cluster?: object
    kubeconfig?: string
  } = {}
): ProjectHere {
  const here = projectHere(folder, {
    project: 'services',
    staging: { cluster: 'studio', base: 'deploy/base', ...staging }
  })
  const resources = Object.keys(files)
  here.write({
    'agent.json': JSON.stringify({
      device: 'linux-01',
      staging: { studio: { kubeconfig, context: 'packline', projects: ['services'], ...cluster } }
    }),
    'deploy/base/kustomization.yaml': JSON.stringify({ resources }),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`deploy/base/${name}`, text]))
  })
  return here
}
