import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noHelm, noKubectl } from '../../../test/support/kubernetes-api.js'
import { configMap, deployment, image, staged } from '../../../test/support/staged-project.js'

const noKubeconform = spawnSync('kubeconform', ['-v'], { stdio: 'ignore' }).error !== undefined &&
  'kubeconform is missing: scripts/try-kubernetes builds it'

t.test(
  'an environment is the base with its own namespace, images, limits and hosts',
  { skip: noKubectl },
  async t => {
    const ingress = JSON.stringify({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'ucenter' },
      spec: { rules: [{ host: 'ucenter.example' }], tls: [{ hosts: ['ucenter.example'], secretName: 's' }] }
    })
    const job = JSON.stringify({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'm', image: 'm' }] } } }
    })
    // What YAML 1.1, which Kubernetes reads, and 1.2 take for different things.
    const odd =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd, annotations: {a: "yes", b: "0644"}}\ndata: {c: "22:22"}\n'
    const { packline, write, folder } = staged(t.testdir({}), {
      'ucenter.yaml': deployment('ucenter', {
        resources: { requests: { cpu: '2', 'ephemeral-storage': '1Gi' } }
      }),
      'ingress.yaml': ingress,
      'job.yaml': job,
      'odd.yaml': odd
    }, {
      staging: {
        services: { ucenter: { image, replicas: 2, limits: { cpu: '500m' } } },
        hosts: { ucenter: 'u.{namespace}.staging.example' }
      }
    })
    const rendered = await packline('staging', 'render', 'feature/登录', '--json')
    t.equal(rendered.status, 0, rendered.stderr)
    const { namespace, objects, files } = rendered.json()
    t.match(namespace, /^staging-services--feature--[0-9a-f]{10}$/)
    const one = (kind: string): any => objects.find((object: any) => object.kind === kind)
    t.match(one('Deployment'), {
      metadata: { namespace, labels: { 'packline/environment': namespace } },
      spec: {
        replicas: 2,
        template: {
          metadata: { labels: { app: 'ucenter', 'packline/environment': namespace } },
          spec: {
            containers: [{
              image,
              resources: { limits: { cpu: '500m' }, requests: { 'ephemeral-storage': '1Gi' } }
            }]
          }
        }
      }
    })
    t.notOk(
      one('Deployment').spec.template.spec.containers[0].resources.requests.cpu,
      'more than the limit would be refused'
    )
    t.match(one('Ingress').spec, {
      rules: [{ host: `u.${namespace}.staging.example` }],
      tls: [{ hosts: [`u.${namespace}.staging.example`] }]
    })
    t.match(one('Job').metadata.name, /^migrate-[0-9a-f]{8}$/, 'a job that has run cannot be changed')
    t.match(one('ConfigMap'), { metadata: { annotations: { a: 'yes', b: '0644' } }, data: { c: '22:22' } })
    t.equal(files['Deployment ucenter'], 'deploy/base/ucenter.yaml')
    t.notMatch(rendered.stdout, /config.kubernetes.io/)
    t.strictSame(readdirSync(join(folder, '.home', 'staging')), [], 'nothing is left of the overlay')
    const text = await packline('staging', 'render', 'feature/登录', '--image', 'ucenter=r.example/u:2')
    t.match(text.stdout, /image: r.example\/u:2\n/)

    t.match(await packline('staging', 'render', 'a', '--image', 'cmdb=x'), {
      status: 2,
      stderr: /staging\.services\.cmdb.*ucenter/s
    })
    t.match(await packline('staging', 'render', 'a', '--image', '-x=$(id)'), {
      status: 2,
      stderr: /SERVICE=IMAGE/
    })
    t.match(await packline('staging', 'render', ''), { status: 2, stderr: /STAGING_NAME_INVALID/ })
    t.match(await packline('staging', 'render', 'a\nb'), { status: 2, stderr: /STAGING_NAME_INVALID/ })
    write({ 'deploy/base/ucenter.yaml': '{' })
    t.match(await packline('staging', 'render', 'a'), {
      status: 1,
      stderr: /ucenter\.yaml.*STAGING_BASE_INVALID/s
    })
  }
)

t.test('what a branch must not bring is refused, with its file', { skip: noKubectl }, async t => {
  const secret = (fields: object): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...fields })
  const folder = t.testdir({ outside: { 'kustomization.yaml': 'resources: []\n', 'secret.txt': 'hidden' } })
  const refused = async (what: string, files: Record<string, string>, expected: RegExp): Promise<void> => {
    const { packline } = staged(join(folder, 'project'), files)
    const answer = await packline('staging', 'render', 'main')
    t.match(answer, { status: 1, stderr: expected }, what)
  }
  mkdirSync(join(folder, 'project', 'deploy', 'base'), { recursive: true })
  await refused(
    'a secret',
    { 's.yaml': secret({ data: { a: 'YQ==' } }) },
    /deploy\/base\/s\.yaml: Secret s.*STAGING_REFUSED/s
  )

  const bad = async (what: string, kustomization: string, expected: RegExp): Promise<void> => {
    const { packline, write } = staged(join(folder, 'project'), { 'a.yaml': configMap('a') })
    write({ 'deploy/base/kustomization.yaml': kustomization })
    t.match(await packline('staging', 'render', 'main'), { status: 1, stderr: expected }, what)
  }
  await bad(
    'a file of the machine',
    `configMapGenerator: [{name: x, files: [${JSON.stringify(join(folder, 'outside/secret.txt'))}]}]`,
    /is not in or below/
  )
  symlinkSync(join(folder, 'outside/secret.txt'), join(folder, 'project/deploy/base/link.txt'))
  await bad('a link to one', 'configMapGenerator: [{name: x, files: [link.txt]}]', /is not in or below/)
  await bad('a typing error', 'resourses: [a.yaml]', /resourses/)
  await bad('a helm chart', 'helmCharts: [{name: x, repo: "https://evil.example"}]', /STAGING_BASE_INVALID/)
})

t.test('kubeconform checks where its schemas are named', {
  skip: noKubectl || noKubeconform
}, async t => {
  const folder = t.testdir({
    schemas: {
      'configmap.json': JSON.stringify({
        type: 'object',
        properties: { data: { type: 'object', additionalProperties: { type: 'string' } } }
      })
    }
  })
  const cluster = { schemas: join(folder, 'schemas', '{{.ResourceKind}}.json') }
  const { packline, write } = staged(join(folder, 'project'), { 'a.yaml': configMap('a') }, { cluster })
  t.match(await packline('staging', 'render', 'main'), { status: 0 })
  write({
    'deploy/base/a.yaml': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":7}}'
  })
  t.match(await packline('staging', 'render', 'main'), {
    status: 1,
    stderr: /deploy\/base\/a\.yaml.*STAGING_INVALID/s
  })
})

t.test(
  'a chart is rendered by Helm with the values of the branch',
  { skip: noKubectl || noHelm },
  async t => {
    const charts = {
      cmdb: {
        chart: 'deploy/charts/web',
        valueFiles: ['deploy/a,"b".yaml'],
        values: {
          fullnameOverride: 'cmdb-web',
          image: { repository: '{repository}', digest: '{digest}' },
          host: 'cmdb.{namespace}.staging.example'
        }
      }
    }
    const digest = `sha256:${'b'.repeat(64)}`
    const staging = { charts, services: { ucenter: { image }, 'cmdb-web': { replicas: 2 } } }
    const files = { 'ucenter.yaml': deployment('ucenter') }
    const { packline, write, folder, home } = staged(t.testdir({ secret: 'of this machine' }), files, {
      staging
    })
    const chart = join(folder, 'deploy/charts/web')
    const hook = (name: string, hooks: string): string =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: {name: ${name}, annotations: {helm.sh/hook: "${hooks}"}}\n` +
      'spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: m}]}}}\n'
    const templates = {
      'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
  labels: {release: {{ .Release.Name }}, team: {{ .Values.team }}, host: {{ .Values.host }}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "{{ .Values.image.repository }}@{{ .Values.image.digest }}"}]}
`,
      'migrate.yaml': hook('migrate', 'post-install, pre-upgrade'),
      'end.yaml': hook('end', 'pre-delete'),
      'tests/test.yaml': hook('test', 'test')
    }
    const named = (values: Record<string, string>): Record<string, string> =>
      Object.fromEntries(Object.entries(values).map(([name, text]) => [`deploy/charts/web/${name}`, text]))
    write(named({
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'values.yaml': 'team: nobody\n',
      // It would be fetched, and name whatever a branch wants.
      'values.schema.json': '{"$ref":"http://127.0.0.1:9/schema.json"}',
      'crds/x.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n'
    }))
    write(
      named(Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text])))
    )
    write({ 'deploy/a,"b".yaml': 'team: services\n' })
    const render = async (...more: string[]): Promise<any> =>
      await packline(
        'staging',
        'render',
        'main',
        '--image',
        `cmdb=r.example/cmdb@${digest}`,
        '--json',
        ...more
      )
    const rendered = await render()
    t.equal(rendered.status, 0, rendered.stderr)
    const { objects, files: origins, namespace } = rendered.json()
    t.match(objects.map((object: any) => `${object.kind} ${object.metadata.name}`).sort(), [
      'Deployment cmdb-web',
      'Deployment ucenter',
      /^Job migrate-[0-9a-f]{8}$/
    ], 'what Helm runs at the end or to test is not there, nor what belongs to the whole cluster')
    t.match(objects.find((object: any) => object.metadata.name === 'cmdb-web'), {
      metadata: {
        namespace,
        labels: { release: 'cmdb', team: 'services', host: `cmdb.${namespace}.staging.example` }
      },
      spec: { replicas: 2, template: { spec: { containers: [{ image: `r.example/cmdb@${digest}` }] } } }
    })
    t.equal(origins['Deployment cmdb-web'], 'deploy/charts/web')
    t.strictSame(readdirSync(join(home, 'staging')), [], 'nothing is left of it')

    const bad = async (what: string, changed: Record<string, string>, expected: RegExp): Promise<void> => {
      write(named(changed))
      t.match(await render(), { status: 1, stderr: expected }, what)
    }
    await bad(
      'upgrades only',
      { 'templates/end.yaml': hook('end', 'pre-upgrade') },
      /Job end.*STAGING_REFUSED/s
    )
    await bad(
      'no template',
      { 'templates/end.yaml': '{{ fail "no team" }}' },
      /charts\/web: .*no team.*BASE_INVALID/s
    )
    await bad('no YAML', { 'templates/end.yaml': 'a: [' }, /charts\/web: .*STAGING_BASE_INVALID/s)
    await bad('rights', {
      'templates/end.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n'
    }, /charts\/web: Role r.*STAGING_REFUSED/s)
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: files}\n' +
      'data: {a: {{ .Files.Get "link" | quote }}, b: {{ getHostByName "packline.example" | quote }}}\n'
    const link = join(chart, 'link')
    symlinkSync(join(folder, '..', '..'), link)
    await bad('a link out of the project', { 'templates/end.yaml': map }, /link.* leads out of the project/s)
    rmSync(link)
    symlinkSync('.', link)
    await bad('a link in a circle', {}, /charts\/web\/link" leads back to itself/)
    rmSync(link)
    symlinkSync('../../../packline.json', link)
    t.match((await render()).stdout, /"b":\s*""/, 'a link in the project, and no question to a name server')
    rmSync(link)
    cpSync(join(chart, 'templates/web.yaml'), join(chart, 'templates/end.yaml'))
    t.match(await render(), { stderr: /STAGING_BASE_INVALID/ }, 'the same object twice')
    rmSync(join(chart, 'templates/end.yaml'))

    const wrong = async (staging: object, expected: RegExp): Promise<void> => {
      write({
        'packline.json': JSON.stringify({ project: 'services', staging: { cluster: 'studio', ...staging } })
      })
      t.match(await render(), { status: 2, stderr: expected })
    }
    const { cmdb } = charts
    await wrong({}, /staging\.base.*"charts"/s)
    await wrong(
      { charts: { cmdb: { ...cmdb, values: { ...cmdb.values, image: '{tag}' } } } },
      /values\.image.*\{tag\}/s
    )
    await wrong({
      charts: {
        cmdb: {
          ...cmdb,
          values: { ...cmdb.values, image: { repository: 'x', digest: 'y' }, imgae: '{image}' }
        }
      }
    }, /staging\.charts\.cmdb\.values.*none of its objects has it/s)
    await wrong({ charts: { cmdb: { ...cmdb, chart: '../web' } } }, /staging\.charts\.cmdb\.chart/)
    await wrong({ charts: { '-x': cmdb } }, /staging\.charts/)
  }
)
