import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { checkBaseFolder } from './base-folder.js'
import { checkManifests } from './check-manifests.js'
import type { Manifest } from './kubernetes-object.js'
import { overlayOf } from './overlay.js'

const namespace = 'staging-services--main'

function deployment (name: string, containers: object[] = [{ name: 'web', image: 'a' }]): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template: { spec: { containers } } }
  }
}

t.test('what the project file says of a service is a patch of its workload', async t => {
  const resources = { limits: { memory: '1Gi' }, requests: { cpu: '2', memory: '1Gi' } }
  const objects = [
    deployment('ucenter', [{ name: 'proxy' }, { name: 'ucenter', resources }]),
    deployment('cmdb')
  ]
  const { kustomization, mistakes } = overlayOf({
    resources: ['../base', 'charts/notice.yaml'],
    namespace,
    objects,
    placed: new Set(['notice']),
    staging: {
      hosts: {},
      services: {
        ucenter: { image: 'r/u:1', limits: { cpu: '1' } },
        cmdb: { replicas: 0 },
        // Its chart takes the image from its values, whatever its workloads are called.
        notice: { image: 'r/n:1' }
      }
    }
  })
  t.strictSame(mistakes, [])
  t.match(kustomization, { resources: ['../base', 'charts/notice.yaml'], patches: { length: 2 } })
  const [ucenter, cmdb] = (kustomization as { patches: Array<{ patch: string }> }).patches
  t.strictSame(JSON.parse(ucenter?.patch ?? ''), [
    { op: 'add', path: '/spec/template/spec/containers/1/image', value: 'r/u:1' },
    {
      op: 'add',
      path: '/spec/template/spec/containers/1/resources',
      value: { limits: { memory: '1Gi', cpu: '1' }, requests: { memory: '1Gi' } }
    }
  ])
  t.strictSame(JSON.parse(cmdb?.patch ?? ''), [{ op: 'add', path: '/spec/replicas', value: 0 }])

  const wrong = overlayOf({
    resources: ['../base'],
    placed: new Set(['two']),
    namespace,
    objects: [deployment('two', [{ name: 'a' }, { name: 'b' }])],
    staging: { hosts: { web: '{namespace}.x' }, services: { tow: {}, two: { image: 'x', limits: {} } } }
  })
  t.match(wrong.mistakes.map(({ text }) => text), [
    /staging\.services\.tow.*two/,
    /staging\.services\.two\.container.*a, b/,
    /staging\.hosts\.web/
  ])
})

t.test('only what belongs to one namespace and holds no secret is given to the cluster', async t => {
  const check = (...documents: unknown[]): string => {
    try {
      checkManifests(documents, {
        namespace,
        kinds: ['Foo.example.com'],
        fileOf: path => path.replace('../', '')
      })
      return 'fine'
    } catch (error) {
      return (error as Error).message
    }
  }
  const named = (kind: string, apiVersion: string, more: object = {}): object => ({
    apiVersion,
    kind,
    metadata: { name: 'a', namespace },
    ...more
  })
  t.equal(check(deployment('a'), named('Foo', 'example.com/v1'), named('Secret', 'v1')), 'fine')
  t.match(check(named('Secret', 'v1', { data: { a: '' } })), /a secret with data/)
  t.match(check(named('Secret', 'v1', { stringData: { a: 'b' } })), /a secret with data/)
  t.match(check(named('RoleBinding', 'rbac.authorization.k8s.io/v1')), /no kind that is allowed/)
  t.match(check(named('DaemonSet', 'apps/v1')), /no kind that is allowed/)
  t.match(check(named('Deployment', 'evil.example/v1')), /no kind that is allowed/)
  t.match(
    check({ ...deployment('a'), metadata: { name: 'a', namespace: 'kube-system' } }),
    /not in the namespace/
  )
  t.match(check({ ...deployment('a'), metadata: { name: 'a' } }), /not in the namespace/)
  t.match(check({ ...deployment('a'), metadata: { generateName: 'a' } }), /no name/)
  t.match(check(null), /no name/)
  t.match(
    check({ ...deployment('a'), metadata: { name: 'a', namespace, finalizers: ['x/y'] } }),
    /finalizers/
  )
  t.match(check(named('Namespace', 'v1')), /packline makes the namespace/)
  t.match(check(deployment('a'), deployment('a')), /twice/)
  const env = [{ name: 'API_KEY', value: 'x' }]
  t.match(check(deployment('a', [{ name: 'web', env }])), /API_KEY/)
  const initial = { spec: { template: { spec: { initContainers: [{ name: 'init', env }] } } } }
  t.match(check(named('Deployment', 'apps/v1', initial)), /API_KEY/)
  const referring = [{ name: 'API_KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }]
  t.equal(check(deployment('a', [{ name: 'web', env: referring }])), 'fine')
  const cron = { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ env }] } } } } } }
  t.match(check(named('CronJob', 'batch/v1', cron)), /API_KEY/)
  const annotations = { 'config.kubernetes.io/origin': 'path: ../base/a.yaml\n' }
  t.match(
    check(named('Secret', 'v1', { data: { a: 'b' }, metadata: { name: 'a', namespace, annotations } })),
    /"base\/a\.yaml"/
  )
})

t.test('a base is whole in its project', async t => {
  const folder = t.testdir({ other: { 'kustomization.yaml': '' }, project: {} })
  const project = join(folder, 'project')
  const look = async (files: Record<string, string>): Promise<string> => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }
    return await checkBaseFolder(project, 'base').then(
      () => 'fine',
      (error: unknown) => (error as Error).message
    )
  }
  const file = 'base/kustomization.yaml'
  t.match(await look({}), /base.*is not there/)
  t.equal(
    await look({ [file]: 'resources: [a.yaml, ../shared]', 'base/a.yaml': '', 'shared/Kustomization': '{}' }),
    'fine'
  )
  t.match(
    await look({ 'shared/Kustomization': 'resources: [https://x.example/a]' }),
    /"shared\/Kustomization".*fetch/
  )
  t.match(await look({ [file]: 'RESOURCES: [ssh://x.example/a]' }), /fetch/)
  t.match(await look({ [file]: 'patches: [{Path: "https://x.example/a"}]' }), /fetch/)
  t.match(await look({ [file]: 'openapi: {path: "https://x.example/a"}' }), /fetch/)
  t.match(await look({ [file]: 'resources: [../../other]' }), /out of the project/)
  symlinkSync(join(folder, 'other'), join(project, 'base', 'link'))
  t.match(await look({ [file]: 'components: [link]' }), /out of the project/)
  t.match(await look({ [file]: 'resources: [gone]' }), /gone.* is not there/)
  t.match(await look({ [file]: 'resources: [a' }), /"base\/kustomization\.yaml"/)
  t.match(await look({ [file]: 'resources: [a.yaml]\nresources: [../shared]' }), /unique/)
  t.match(await look({ [file]: '7' }), /no kustomization/)
})
