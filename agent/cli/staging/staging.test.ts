import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Cluster } from '../../staging/cluster.js'
import { Environments } from '../../staging/environments.js'
import { parseAgentConfig } from '../../config/agent-config-check.js'
import {
  noControllers,
  noHelm,
  noKubernetes,
  startKubernetesApi
} from '../../../test/support/kubernetes-api.js'
import type { KubernetesApi } from '../../../test/support/kubernetes-api.js'
import { projectHere } from '../../../test/support/project-here.js'
import type { ProjectHere } from '../../../test/support/project-here.js'
import { until } from '../../../test/support/processes.js'
import { stagingAgent } from '../../../test/support/staging-agent.js'
import { configMap, deployment, image, service, staged } from '../../../test/support/staged-project.js'

t.test('environments in a real API server', { skip: noKubernetes }, async t => {
  const api = await startKubernetesApi(t.testdir({}))
  t.teardown(api.close)
  const { kubeconfig } = api
  // What the page tells administrators to allow, and no more.
  const page = readFileSync(join(import.meta.dirname, '../../../docs/staging.md'), 'utf8')
  const [, role = ''] = /```yaml\n(apiVersion: rbac[^`]+)```/.exec(page) ?? []
  api.kubectl(['create', '-f', '-'], role)
  api.kubectl([
    'create',
    'clusterrolebinding',
    'packline',
    '--clusterrole=packline-staging',
    '--user=packline'
  ])
  let count = 0
  const base = {
    'ucenter.yaml': deployment('ucenter'),
    'service.yaml': service('ucenter'),
    'map.yaml': configMap('old')
  }
  const project = (
    t: Tap,
    files: Record<string, string> = base,
    more: Parameters<typeof staged>[2] = {}
  ): ProjectHere =>
    staged(t.testdir({}), files, { kubeconfig, ...more, cluster: { most: 100, ...more.cluster } })
  const fresh = (): { name: string, namespace: string } => {
    const name = `branch-${++count}`
    return { name, namespace: `staging-services--${name}` }
  }
  const state = (namespace: string): any =>
    JSON.parse(api.kubectl(['get', 'namespace', namespace, '-o', 'json']))

  t.test('it comes up, is compared, changed, pruned and removed', async t => {
    const { name, namespace } = fresh()
    const folder = t.testdir({ password: 'a-very-secret-word' })
    const secrets = { 'ucenter-db': { password: join(folder, 'password') } }
    const cluster = { quota: { pods: '20' }, secrets, most: 100 }
    const staging = { secrets: ['ucenter-db'], services: { ucenter: { image } } }
    const here = staged(join(folder, 'project'), base, { kubeconfig, staging, cluster })
    t.match((await here.packline('staging', 'plan', name, '--json')).json(), {
      isNew: true,
      objects: { length: 3 }
    })
    const coming = here.packline('staging', 'up', name, '--ttl', '2h', '--json')
    await asDeploymentController(api, namespace)
    const up = await coming
    t.equal(up.status, 0, up.stderr)
    t.match(up.json(), { isNew: true, environment: { name, owner: 'ann', state: 'ready', namespace } })
    t.match(state(namespace).metadata.labels, {
      'app.kubernetes.io/managed-by': 'packline',
      'pod-security.kubernetes.io/enforce': 'baseline'
    })
    const secret = JSON.parse(api.kubectl(['get', 'secret', 'ucenter-db', '-n', namespace, '-o', 'json']))
    t.equal(Buffer.from(secret.data.password, 'base64').toString(), 'a-very-secret-word')
    t.notMatch(
      up.stdout + up.stderr + readFileSync(join(here.home, 'audit.jsonl'), 'utf8'),
      /a-very-secret-word|YS12ZXJ5/
    )
    t.match(api.kubectl(['get', 'resourcequota', '-n', namespace, '-o', 'name']), /packline/)

    const same = await here.packline('staging', 'plan', name)
    t.match(same, { status: 0, stdout: /is as it should be/ })
    const plan = (await here.packline('staging', 'plan', name, '--image', 'ucenter=r.example/u:2', '--json'))
      .json()
    t.match(plan.diff, /^-.*image: r.example\/ucenter@sha256:a+\n\+.*image: r.example\/u:2$/m)
    t.notMatch(plan.diff, /\/tmp\/|^[+-].*applyset/m)

    api.kubectl(['create', 'configmap', 'by-hand', '-n', namespace])
    here.write({ 'deploy/base/kustomization.yaml': '{"resources":["ucenter.yaml","service.yaml"]}' })
    t.match((await here.packline('staging', 'plan', name, '--json')).json(), { removed: ['configmap/old'] })
    const again = await here.packline('staging', 'up', name, '--json')
    t.match(again.json(), { isNew: false, removed: ['configmap/old'], environment: { state: 'ready' } })
    const maps = api.kubectl(['get', 'configmaps', '-n', namespace, '-o', 'name'])
    t.match(maps, /by-hand/, 'what a person put there is not pruned')
    t.notMatch(maps, /\/old/)

    const [listed] = (await here.packline('staging', 'list', '--json')).json().environments
    t.match(listed, { name, owner: 'ann', branch: name, state: 'ready', project: 'services' })
    t.ok(listed.leftSeconds > 23 * 3600, 'the later end of two stays')
    t.match(await here.packline('staging', 'list'), { stdout: /branch-1 .*ready.*in 24 hr/ })
    t.match(await here.packline('staging', 'extend', name, '--ttl', '30h'), { status: 0 })
    t.match(await here.packline('staging', 'extend', name, '--ttl', '1000h'), {
      status: 2,
      stderr: /STAGING_TOO_LONG/
    })

    const late = await here.packline('staging', 'down', name, '--timeout', '1s')
    t.match(late, { status: 1, stderr: /STAGING_LEFT_OVER/ }, 'nobody ends it without controllers')
    t.match(await here.packline('staging', 'up', name), { status: 1, stderr: /STAGING_ENDING/ })
    endNamespace(api, namespace)
    t.match(await here.packline('staging', 'down', name), { status: 1, stderr: /STAGING_UNKNOWN/ })
    const other = fresh()
    await here.packline('staging', 'up', other.name, '--timeout', '1s')
    const down = here.packline('staging', 'down', other.name)
    await appears(() => state(other.namespace).metadata.deletionTimestamp ?? '')
    endNamespace(api, other.namespace)
    t.match(await down, { status: 0 })
  })

  t.test('a chart comes up as a base does, and nothing of Helm stays in the cluster', {
    skip: noHelm
  }, async t => {
    const { name, namespace } = fresh()
    const charts = { ucenter: { chart: 'chart', values: { image: '{image}' } } }
    const staging = { base: undefined, charts, services: { ucenter: { image } } }
    const here = project(t, {}, { staging })
    here.write({
      'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'chart/templates/all.yaml': `${deployment('ucenter', { image: '{{ .Values.image }}' })}\n---\n${
        service('{{ .Release.Name }}')
      }\n`
    })
    const coming = here.packline('staging', 'up', name, '--json')
    await asDeploymentController(api, namespace)
    const up = await coming
    t.equal(up.status, 0, up.stderr)
    t.match(await here.packline('staging', 'plan', name), { status: 0, stdout: /is as it should be/ })
    const deployed = api.kubectl([
      'get',
      'deployment,service,secret',
      'ucenter',
      '-n',
      namespace,
      '--ignore-not-found',
      '-o',
      'yaml'
    ])
    t.match(deployed, new RegExp(`kind: Service[^]*image: ${image}|image: ${image}[^]*kind: Service`))
    t.notMatch(deployed, /kind: Secret/)
    here.write({
      'chart/templates/all.yaml': deployment('ucenter', {
        image: '{{ .Values.image }}',
        ports: [{ containerPort: 'x' }]
      })
    })
    t.match(await here.packline('staging', 'up', name), { status: 1, stderr: /: chart: .*STAGING_INVALID/s })
  })

  t.test('what a person changed or made is theirs', async t => {
    const { name, namespace } = fresh()
    const here = project(t, base, { staging: { services: { ucenter: { image } } } })
    api.kubectl(['create', 'namespace', namespace])
    t.match(await here.packline('staging', 'up', name), { status: 1, stderr: /STAGING_TAKEN/ })
    t.match(await here.packline('staging', 'down', name), { status: 1, stderr: /STAGING_TAKEN/ })
    api.kubectl(['label', 'namespace', namespace, 'packline/kind=staging'])
    t.match(
      await here.packline('staging', 'down', name),
      { stderr: /STAGING_TAKEN/ },
      'the label alone is not ours'
    )
    t.notOk(state(namespace).metadata.deletionTimestamp)
    api.kubectl(['label', 'namespace', namespace, 'packline/kind-'])

    const second = fresh()
    await here.packline('staging', 'up', second.name, '--timeout', '1s')
    api.kubectl(['set', 'image', 'deployment/ucenter', 'web=r.example/by-hand', '-n', second.namespace])
    t.match(await here.packline('staging', 'up', second.name, '--timeout', '1s'), {
      status: 1,
      stderr: /kubectl-set.*STAGING_CONFLICT/s
    })
    t.match(await here.packline('staging', 'up', second.name, '--timeout', '1s', '--force'), {
      stderr: /STAGING_ROLLOUT/
    })
    t.match(
      api.kubectl(['get', 'deployment', 'ucenter', '-n', second.namespace, '-o', 'yaml']),
      /image: r.example\/ucenter@/
    )
  })

  t.test('why it does not run is said in words, by whose fault it is', async t => {
    const { name, namespace } = fresh()
    const here = project(t)
    const up = async (...more: string[]): Promise<string> =>
      (await here.packline('staging', 'up', name, '--timeout', '1s', ...more)).stderr
    t.match(await up(), /Deployment ucenter does not run.*STAGING_ROLLOUT/s)
    status(api, namespace, 'deployment', 'ucenter', {
      conditions: [{
        type: 'ReplicaFailure',
        status: 'True',
        message: 'pods "u" is forbidden: exceeded quota: packline'
      }]
    })
    t.match(await up(), /exceeded quota.*STAGING_QUOTA/s)
    status(api, namespace, 'deployment', 'ucenter', {
      conditions: [],
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1
    })
    makePod(api, namespace)
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' }
    const web = { name: 'web', image: 'x', imageID: '', ready: false, restartCount: 0 }
    status(api, namespace, 'pod', 'ucenter-1', { containerStatuses: [{ ...web, state: { waiting } }] })
    t.match(await up(), /ucenter-1 cannot pull x: Back-off pulling.*STAGING_IMAGE/s)
    const terminated = { exitCode: 3, reason: 'Error', startedAt: null, finishedAt: null }
    status(api, namespace, 'pod', 'ucenter-1', {
      containerStatuses: [{
        ...web,
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated }
      }]
    })
    t.match(await up(), /web in ucenter-1 ended with 3 \(Error\) and was started 4 more times/)
    t.match(state(namespace).metadata.annotations, {
      'packline/state': 'failed',
      'packline/problem': /ended with 3/
    })
    here.write({ 'deploy/base/ucenter.yaml': deployment('ucenter').replace('"selector"', '"selektor"') })
    t.match(await up(), /deploy\/base\/ucenter\.yaml: .*selektor.*STAGING_INVALID/s)
    here.write({ 'deploy/base/ucenter.yaml': deployment('ucenter', { image: '' }) })
    t.match(await up(), /deploy\/base\/ucenter\.yaml: .*image.*STAGING_INVALID/s)
  })

  t.test('what does not lead to the cluster is told', async t => {
    const { name } = fresh()
    const up = async (cluster: object): Promise<string> => {
      const { stderr } = await project(t, base, { cluster }).packline('staging', 'up', name)
      return stderr
    }
    t.match(await up({ context: 'viewer' }), /cannot list resource "namespaces".*STAGING_FORBIDDEN/s)
    t.match(await up({ context: 'stranger' }), /must be logged in.*STAGING_FORBIDDEN/s)
    t.match(await up({ context: 'gone' }), /refused.*STAGING_UNREACHABLE/s)
    t.match(await up({ context: 'none' }), /none.*STAGING_KUBECONFIG/s)
    t.match(await up({ kubeconfig: '/nowhere/kubeconfig' }), /\/nowhere\/kubeconfig.*STAGING_KUBECONFIG/s)
    t.match(await up({ people: ['bob'] }), /ann may not.*STAGING_NOT_ALLOWED/s)
    t.match(await up({ projects: ['other'] }), /STAGING_NOT_ALLOWED/)
    t.match(await up({ most: 1 }), /STAGING_TOO_MANY/)
  })

  t.test('the newest run of two has the environment', async t => {
    const { name, namespace } = fresh()
    const here = project(t)
    const first = here.packline('staging', 'up', name)
    await appears(() =>
      api.kubectl(['get', 'deployments', '-n', namespace, '-o', 'name', '--ignore-not-found'])
    )
    const second = here.packline('staging', 'up', name)
    t.match(await first, { status: 1, stderr: /STAGING_OVERTAKEN/ })
    await asDeploymentController(api, namespace)
    t.match(await second, { status: 0 })
    t.match(state(namespace).metadata.annotations, { 'packline/state': 'ready' })
  })

  t.test('what is over is removed, once, and nothing else', async t => {
    const here = project(t)
    const [over, lives, copied] = [fresh(), fresh(), fresh()]
    for (const { name } of [over, lives]) await here.packline('staging', 'up', name, '--timeout', '1s')
    api.kubectl(['create', 'namespace', copied.namespace])
    api.kubectl(['label', 'namespace', copied.namespace, 'packline/kind=staging'])
    const past = 'packline/expires=2001-01-01T00:00:00Z'
    const copy = ['packline/project=services', `packline/name=${over.name}`, past]
    api.kubectl(['annotate', 'namespace', copied.namespace, ...copy])
    const { signal } = new AbortController()
    const file = readFileSync(join(here.folder, 'agent.json'))
    const config = parseAgentConfig('agent.json', file).staging.studio
    if (config === undefined) throw new Error('no cluster')
    const { home, folder: cwd } = here
    const environments = new Environments(
      new Cluster({ name: 'studio', config, home, cwd, environment: process.env, signal })
    )
    api.kubectl(['annotate', '--overwrite', 'namespace', lives.namespace, past])
    const seen = (await environments.list()).found.find(one => one.environment.name === lives.name)
    await here.packline('staging', 'extend', lives.name)
    if (seen === undefined) throw new Error('it is not listed')
    t.equal(await environments.remove(seen), false, 'one that was extended since it was looked at stays')

    const realNow = Date.now
    t.teardown(() => {
      Date.now = realNow
    })
    Date.now = () => realNow() + 10 * 365 * 86_400_000
    api.kubectl(['annotate', '--overwrite', 'namespace', over.namespace, past])
    const sweeps = await Promise.all([1, 2].map(async () => await here.packline('staging', 'sweep')))
    Date.now = realNow
    const removals = sweeps.map(({ stderr }) => stderr).join('').match(/is over and is being removed/g)
    t.equal(removals?.length, 1, 'one of two sweepers removes it')
    t.ok(state(over.namespace).metadata.deletionTimestamp)
    t.notOk(state(lives.namespace).metadata.deletionTimestamp, "this machine's clock decides nothing")
    t.notOk(state(copied.namespace).metadata.deletionTimestamp)
    t.match(sweeps[0], {
      status: 1,
      stderr: new RegExp(`${copied.namespace} has the label of packline but.*STAGING_SWEEP`, 's')
    })
    const proof = JSON.parse(readFileSync(join(here.home, 'proofs/staging/studio.json'), 'utf8'))
    t.match(proof.failed.problems, [/has the label/])
    api.kubectl(['delete', 'namespace', copied.namespace, '--wait=false'])
    endNamespace(api, copied.namespace)
    t.match(await here.packline('staging', 'sweep'), { status: 0 })
    const audit = readFileSync(join(here.home, 'audit.jsonl'), 'utf8')
    t.match(audit, new RegExp(`"staging sweep".*"${over.namespace}"`))
  })

  t.test('agents end what is over, each once, and tell once what stands against it', async t => {
    const here = project(t)
    const [over, lives, stuck] = [fresh(), fresh(), fresh()]
    for (const { name } of [over, lives, stuck]) await here.packline('staging', 'up', name, '--timeout', '1s')
    const past = 'packline/expires=2001-01-01T00:00:00Z'
    // The cluster itself refuses it, as a policy or a webhook does.
    const policy = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: 'stuck' } }
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['namespaces'] }
    const items = [{
      ...policy,
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [rule] },
        validations: [{
          expression: `oldObject.metadata.name != '${stuck.namespace}'`,
          message: 'it is kept'
        }]
      }
    }, {
      ...policy,
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: { policyName: 'stuck', validationActions: ['Deny'] }
    }]
    api.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    await appears(() => {
      try {
        api.kubectl(['delete', 'namespace', stuck.namespace, '--dry-run=server'])
        return ''
      } catch (error) {
        return String(error)
      }
    })
    for (const { namespace } of [over, stuck]) {
      api.kubectl(['annotate', '--overwrite', 'namespace', namespace, past])
    }
    const agents = ['linux-01', 'linux-02'].map(device => stagingAgent(here.folder, device, { kubeconfig }))
    const away = stagingAgent(here.folder, 'linux-03', { kubeconfig, context: 'gone' })
    const parts = await Promise.all([...agents, away].map(async ({ start }) => await start()))
    t.teardown(async () => {
      for (const part of parts) await part.close?.()
    })
    const removals = (): string[] =>
      agents.flatMap(({ audit }) => audit().map(({ details }) => details.namespace))
    await until('it is ended', () => removals().includes(over.namespace), 60_000)
    await until('what stays is told', () => agents.every(({ warnings }) => warnings().length > 0), 60_000)
    for (const { warnings } of agents) {
      t.match(warnings(), [{
        problems: [new RegExp(`${stuck.namespace} could not be removed: .*it is kept`)]
      }])
      t.equal(warnings().length, 1)
    }
    t.match(away.warnings(), [{ problems: [/studio is not reached/] }])
    api.kubectl(['delete', 'validatingadmissionpolicybinding', 'stuck'])
    await until('it is ended at last', () => removals().includes(stuck.namespace), 60_000)
    t.strictSame(removals().sort(), [over.namespace, stuck.namespace].sort(), 'each is one agent’s doing')
    t.notOk(state(lives.namespace).metadata.deletionTimestamp)
    api.kubectl(['delete', 'validatingadmissionpolicy', 'stuck'])
    t.equal(away.warnings().length, 1, 'a cluster that is away is told once')
  })

  const outside = Object.values(networkInterfaces()).flat().find(each =>
    each?.family === 'IPv4' && !each.internal
  )
  t.test(
    'a service is asked through the cluster',
    { skip: outside === undefined && 'no network here' },
    async t => {
      const server = createServer((request, response) => {
        response.statusCode = request.url === '/health' ? 200 : 503
        response.end('fine')
      })
        .listen(0)
      await once(server, 'listening')
      t.teardown(() => server.close())
      const { port } = server.address() as AddressInfo
      const { name, namespace } = fresh()
      const ip = outside?.address
      const targetRef = { kind: 'Pod', namespace, name: 'ucenter-1' }
      const ask = async (check: object): Promise<string> => {
        const staging = { services: { ucenter: { check } } }
        const { packline } = project(t, base, { staging })
        const up = packline('staging', 'up', name)
        await asDeploymentController(api, namespace)
        makePod(api, namespace)
        status(api, namespace, 'pod', 'ucenter-1', { podIP: ip, podIPs: [{ ip }] })
        api.kubectl(
          ['apply', '-n', namespace, '-f', '-'],
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'Endpoints',
            metadata: { name: 'ucenter' },
            subsets: [{ addresses: [{ ip, targetRef }], ports: [{ port }] }]
          })
        )
        const answer = await up
        return `${answer.status} ${answer.stderr}`
      }
      t.match(await ask({ path: '/health', contains: 'fine' }), /^0 /)
      t.match(await ask({ address: `127.0.0.1:${port}` }), /^0 /)
    }
  )

  t.test('a run that is cut off in any phase is taken up by the next', async t => {
    const folder = t.testdir({ calls: '' })
    const real = execFileSync('sh', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).trim()
    const here = project(t)
    const configuration = readFileSync(join(here.folder, 'agent.json'), 'utf8')
    const document = JSON.parse(readFileSync(join(here.folder, 'packline.json'), 'utf8'))
    const calls = join(folder, 'calls')
    mkdirSync(join(folder, 'bin'))
    for (const last of [5, 8, 9]) {
      const { name, namespace } = fresh()
      writeFileSync(calls, '')
      // From one call to the cluster on nothing gets through: whoever was killed cleans nothing up either.
      const script = `#!/bin/sh\ncase "$*" in *--kubeconfig=*) echo >> ${calls};; esac\n` +
        `[ "$(wc -l < ${calls})" -ge ${last} ] && exit 1\nexec ${real} "$@"\n`
      writeFileSync(join(folder, 'bin', 'kubectl'), script, { mode: 0o755 })
      const path = `${join(folder, 'bin')}:${process.env.PATH}`
      const cut = projectHere(here.folder, document, { path })
      cut.write({ 'agent.json': configuration })
      t.match(await cut.packline('staging', 'up', name), { status: 1 }, `cut off at call ${last}`)
      t.match(state(namespace).metadata.annotations, { 'packline/expires': /Z$/ }, 'the sweep would end it')
      const next = here.packline('staging', 'up', name)
      await asDeploymentController(api, namespace)
      t.match(await next, { status: 0 })
    }
  })

  t.test('with the real controllers it rolls out, a quota holds, and a namespace ends', {
    skip: noControllers
  }, async t => {
    api.startControllers()
    const { name, namespace } = fresh()
    const files = { 'ucenter.yaml': deployment('ucenter'), 'service.yaml': service('ucenter') }
    const staging = { cluster: 'studio', base: 'deploy/base', services: { ucenter: { image, replicas: 1 } } }
    const here = project(t, files, { cluster: { quota: { pods: '2' } }, staging })
    const coming = here.packline('staging', 'up', name)
    const pods = (): string => api.kubectl(['get', 'pods', '-n', namespace, '-o', 'name'])
    await appears(pods)
    for (const pod of pods().trim().split('\n')) {
      const conditions = [{ type: 'Ready', status: 'True' }]
      status(api, namespace, 'pod', pod.replace('pod/', ''), { phase: 'Running', conditions })
    }
    const up = await coming
    t.equal(up.status, 0, up.stderr)
    const services = { ucenter: { image, replicas: 4 } }
    here.write({
      'packline.json': JSON.stringify({ project: 'services', staging: { ...staging, services } })
    })
    const full = await here.packline('staging', 'up', name, '--timeout', '10s')
    t.match(full, { status: 1, stderr: /exceeded quota.*STAGING_QUOTA/s })
    t.match(await here.packline('staging', 'down', name), { status: 0 }, 'pods without a machine end at once')
    t.match(await here.packline('staging', 'down', name), { stderr: /STAGING_UNKNOWN/ })
  })
})

type Tap = Pick<typeof t, 'testdir'>

/** Writes the status of an object, as its controller and the kubelet do. */
function status (api: KubernetesApi, namespace: string, kind: string, name: string, value: object): void {
  api.kubectl([
    'patch',
    kind,
    name,
    '-n',
    namespace,
    '--subresource=status',
    '--type=merge',
    '-p',
    JSON.stringify({ status: value })
  ])
}

function makePod (api: KubernetesApi, namespace: string): void {
  const labels = { app: 'ucenter', 'packline/environment': namespace }
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'ucenter-1', labels },
    spec: { containers: [{ name: 'web', image: 'x' }] }
  }
  api.kubectl(['apply', '-f', '-', '-n', namespace], JSON.stringify(pod))
}

/** What the controller of deployments writes once all pods run, as soon as there is one. */
async function asDeploymentController (api: KubernetesApi, namespace: string): Promise<void> {
  await appears(() =>
    api.kubectl(['get', 'deployments', '-n', namespace, '-o', 'name', '--ignore-not-found'])
  )
  const { metadata } = JSON.parse(
    api.kubectl(['get', 'deployment', 'ucenter', '-n', namespace, '-o', 'json'])
  )
  status(api, namespace, 'deployment', 'ucenter', {
    observedGeneration: metadata.generation,
    replicas: 1,
    updatedReplicas: 1,
    readyReplicas: 1,
    availableReplicas: 1
  })
}

/** What the controller of namespaces does at last: the content is gone, and so is the finalizer. */
function endNamespace (api: KubernetesApi, namespace: string): void {
  const found = JSON.parse(api.kubectl(['get', 'namespace', namespace, '-o', 'json']))
  const input = JSON.stringify({ ...found, spec: { finalizers: [] } })
  api.kubectl(['replace', '--raw', `/api/v1/namespaces/${namespace}/finalize`, '-f', '-'], input)
}

/** There is no event for what another process makes in the cluster. */
async function appears (look: () => string): Promise<void> {
  const untilMs = performance.now() + 60_000
  while (look() === '') {
    if (performance.now() > untilMs) throw new Error('it does not appear')
    await delay(100)
  }
}
